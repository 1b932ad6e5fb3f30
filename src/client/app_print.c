/* app_print.c: the registration form on paper, printed from the screen: into a file of the data directory, so that it is
 * there also without a printer, and through lp (base/lp.h) where there is one; the file is named in any case.
 *
 * Not here: what stands on the form (city/form.h). */
#include "app.h"
#include "base/fs.h"
#include "base/lp.h"
#include "city/form.h"

#define FILE_NAME "空白登记表.txt"

void
app_print_form(struct app *a)
{
	char path[600];
	struct str text = { 0 };
	struct err e = { 0 };

	if (a->desk.city == NULL) {
		app_say(a, 1, "城市资料还没有取到, 请稍候再打印。");
		return;
	}
	form_write(a->desk.city, a->desk.me.user, 0, &text);
	if (text.bad || !fs_join(path, sizeof(path), a->dir, FILE_NAME))
		(void)err_set(&e, ERR_NO_MEMORY, NULL);
	else
		(void)fs_write(path, text.s, text.len, 0600, &e);
	str_free(&text);
	if (e.code != ERR_OK)
		app_say(a, 2, "空白登记表没有存成: %s", e.text);
	else if (lp_print(path, NULL))
		app_say(a, 0, "空白登记表已交打印机(lp); 没有打出来可另打 %s", path);
	else
		app_say(a, 1, "本机没有打印程序(lp), 空白登记表已存 %s", path);
}
