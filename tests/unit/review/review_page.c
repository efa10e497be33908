/* JSON that is safe in a page. */

#include "review/review_page.h"
#include "test.h"

static void json(const char *value, const char *wanted)
{
	struct buffer b = {0};

	page_text(&b, text_of(value));
	check(text_is(buffer_text(&b), wanted), "json: %s", wanted);
	buffer_free(&b);
}

/* ECMA-404, and what HTML would take for the end of a script. */
static void strings(void)
{
	json("", "\"\"");
	json("O'Hara \"x\" \\ /", "\"O'Hara \\\"x\\\" \\\\ /\"");
	json("</script><!--&", "\"\\u003c/script\\u003e\\u003c!--\\u0026\"");
	json("\x01\x1f\x7f\n", "\"\\u0001\\u001f\\u007f\\u000a\"");
	json("\xc3\xa9\xe2\x80\xa7\xe2\x80\xaa", "\"\xc3\xa9\xe2\x80\xa7\xe2\x80\xaa\"");
	json("\xe2\x80\xa8\xe2\x80\xa9", "\"\\u2028\\u2029\"");
	json("\xe2\x80", "\"\xe2\x80\"");
}

int main(void)
{
	strings();
	return 0;
}
