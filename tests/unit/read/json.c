/* Numbers of JSON put in quotes, so that the parser keeps their digits. */

#include "read/json.h"
#include "test.h"

static void quotes(const char *line, const char *wanted)
{
	struct buffer b = {0};
	bool fine = json_quote_numbers(&b, text_of(line));

	check_text(fine ? buffer_text(&b) : TEXT("no"), text_of(wanted), "%s", line);
	buffer_free(&b);
}

int main(void)
{
	quotes("{\"a\":1}", "{\"a\":\"1\"}");
	quotes("[-0.10e+5, 12 ,\t0]", "[\"-0.10e+5\", \"12\" ,\t\"0\"]");
	quotes("999000000000000001", "\"999000000000000001\"");
	quotes("{\"1\\\"2\":\"3\",\"b\":4}", "{\"1\\\"2\":\"3\",\"b\":\"4\"}");
	quotes("\"1", "\"1");
	quotes("01", "no");
	quotes("1.", "no");
	quotes("-", "no");
	quotes("1e", "no");
	quotes(".5", ".\"5\""); /* no JSON to the parser either */
	quotes("{1:2}", "no");
	quotes("1x", "no");
	quotes("0x1", "no");
	return 0;
}
