#include "schema/schema.h"
#include "test.h"

static void folds(const char *title, const char *expected)
{
	struct buffer b = {0};

	schema_fold(&b, text_of(title));
	check_text(buffer_text(&b), text_of(expected), "%s", title);
	buffer_free(&b);
}

int main(void)
{
	folds("NHS_NUMBER", "nhsnumber");
	folds(" NHS\xc2\xa0number\r\n", "nhsnumber");
	folds("Child\xe2\x80\x99s \"Name\"", "childsname");
	folds("Child's Name", "childsname");
	folds("Main education establishment \xe2\x80\x93 URN", "maineducationestablishmenturn");
	folds("\xef\xbb\xbfUPN", "upn");
	folds("Dob (ccyy-mm-dd)", "dob(ccyymmdd)");
	folds("Pr\xc3\xa9nom", "pr\xc3\xa9nom");
	folds("a\xe2\x80", "a\xe2\x80");
	folds("", "");
	folds(" - _ ", "");
	return 0;
}
