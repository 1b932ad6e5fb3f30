#ifndef MODEL_CITY_P_H
#define MODEL_CITY_P_H

#define CITY_DEPTH \
	12 /* city, district, street, community, and room; a circle of parents ends here */

#endif
