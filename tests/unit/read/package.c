/* The names of the parts of a package. */

#include "read/package.h"
#include "test.h"

static void target(const char *part, const char *target, const char *expected)
{
	struct buffer b = {0};

	if (!package_resolve(&b, text_of(part), text_of(target)))
		buffer_string(&b, "!");
	check_text(buffer_text(&b), text_of(expected), "target %s", target);
	buffer_free(&b);
}

static void targets(void)
{
	target("", "xl/workbook.xml", "xl/workbook.xml");
	target("xl/workbook.xml", "worksheets/Sheet1.xml", "xl/worksheets/sheet1.xml");
	target("xl/workbook.xml", "/xl/Styles.xml", "xl/styles.xml");
	target("xl/a/b.xml", "../styles.xml", "xl/styles.xml");
	target("xl/a/b.xml", "./../../c.xml", "c.xml");
	target("a.xml", "../c.xml", "!");
	target("a.xml", "x/../../c.xml", "!");
}

int main(void)
{
	targets();
	return 0;
}
