#ifndef BASE_LIMITS_H
#define BASE_LIMITS_H

/* Every size that comes from outside, with the reason. Characters are code points, not bytes. */
#define LIMIT_CONTENT_CHARS  8000   /* 诉求内容: the longest real message seen is 6,999 */
#define LIMIT_DEMAND_CHARS   1000   /* 诉求目的 */
#define LIMIT_LINE_CHARS     120    /* address, names, subject: one line on a sheet */
#define LIMIT_TITLE_CHARS    40     /* 标题: what a list row can show */
#define LIMIT_NOTE_CHARS     2000   /* 便签, 催办, 补充 */
#define LIMIT_PASTE_BYTES    262144 /* 256 KiB: one paste; larger is refused whole, with its size */
#define LIMIT_OPS            100    /* ops a push */
#define LIMIT_BODY_BYTES     1048576 /* 1 MiB: any request body */
#define LIMIT_HEADER_BYTES   8192    /* request line and headers */
#define LIMIT_PAGE_ROWS      2000    /* rows a page of changes or a snapshot */
#define LIMIT_PAGE_BYTES     2097152 /* 2 MiB */
#define LIMIT_WAIT_S         25      /* long poll: below nginx's and HAProxy's 60 s */
#define LIMIT_CONF_BYTES     4194304 /* 4 MiB: a configuration or city file */
#define LIMIT_TSV_LINE_BYTES 65536
#define LIMIT_CALLS_BYTES    67108864 /* 64 MiB: a --calls file */
#define LIMIT_NAME_BYTES     64       /* job numbers, codes, config names */
#define LIMIT_PASSWORD_BYTES 256
#define LIMIT_DRAFTS         32  /* half-done tickets of one agent: more is a sign of a stuck key */
#define LIMIT_SOCKET_PATH    100 /* sun_path holds 108 */

/* The knowledge base. */
#define LIMIT_ARTICLE_TITLE_CHARS 50  /* a list row shows 22; a question used as title is longer */
#define LIMIT_ARTICLE_LINE_CHARS  400 /* question, keywords, basis of an article */
#define LIMIT_ARTICLE_BODY_CHARS  20000    /* its full text: the longest real reply seen is 7,882 */
#define LIMIT_ARTICLE_BYTES       131072   /* 128 KiB: the file of an article */
#define LIMIT_IMPORT_BYTES        67108864 /* 64 MiB: what one import may bring */
#define LIMIT_SPOOL_BYTES         268435456 /* 256 MiB: the same on its way to the centre */

#endif
