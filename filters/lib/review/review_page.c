#include "review/review_page.h"

#include <openssl/evp.h>

#include "base/embed.h"

/* A file of its own, so that it can be opened and worked on as what it is. */
static struct text page_template(void);
EMBED(page_template, "filters/lib/review/review_page.html");

void page_text(struct buffer *b, struct text value)
{
	buffer_byte(b, '"');
	for (size_t i = 0; i < value.length; i++) {
		unsigned char c = (unsigned char)value.at[i];
		bool separator = c == 0xe2 && value.length - i >= 3 &&
				 (unsigned char)value.at[i + 1] == 0x80 &&
				 ((unsigned char)value.at[i + 2] | 1) == 0xa9;
		if (separator) {
			buffer_string(b, value.at[i + 2] & 1 ? "\\u2029" : "\\u2028");
			i += 2;
		} else if (c == '"' || c == '\\') {
			buffer_byte(b, '\\');
			buffer_byte(b, (char)c);
		} else if (c < 0x20 || c == '<' || c == '>' || c == '&' || c == 0x7f) {
			buffer_string(b, "\\u00");
			buffer_hex(b, c, 2);
		} else {
			buffer_byte(b, (char)c);
		}
	}
	buffer_byte(b, '"');
}

/* What stands between two marks of the template. */
static struct text between(struct text page, const char *start, const char *end)
{
	const char *from = memmem(page.at, page.length, start, strlen(start));

	if (!from)
		fail(EXIT_BUG, "the page has no %s", start);
	from += strlen(start);
	const char *to = memmem(from, (size_t)(page.at + page.length - from), end, strlen(end));
	if (!to)
		fail(EXIT_BUG, "the page has no %s", end);
	return (struct text){from, (size_t)(to - from)};
}

/* 'sha256-...' as a content security policy names an inline script or style. */
static void source_add(struct buffer *b, struct text inline_text)
{
	unsigned char hash[EVP_MAX_MD_SIZE], base64[2 * EVP_MAX_MD_SIZE];
	unsigned int length = 0;

	if (!EVP_Digest(inline_text.at, inline_text.length, hash, &length, EVP_sha256(), NULL))
		fail(EXIT_IO, "cannot make a digest of the page");
	int written = EVP_EncodeBlock(base64, hash, (int)length);
	buffer_string(b, "'sha256-");
	buffer_add(b, (const char *)base64, (size_t)written);
	buffer_byte(b, '\'');
}

static void policy_add(struct buffer *b, struct text page)
{
	buffer_string(b, "default-src 'none'; script-src ");
	source_add(b, between(page, "<script>", "</script>"));
	buffer_string(b, "; style-src ");
	source_add(b, between(page, "<style>", "</style>"));
	buffer_string(b, "; base-uri 'none'; form-action 'none'");
}

void review_page(struct output *o, struct text data)
{
	struct text page = page_template();
	struct text part = between(page, "", "@policy@");
	struct buffer *b = &o->buffer;

	buffer_text_add(b, part);
	policy_add(b, page);
	buffer_text_add(b, between(page, "@policy@", "@data@"));
	buffer_text_add(b, data);
	part = between(page, "@data@", "</html>\n");
	buffer_text_add(b, part);
	buffer_string(b, "</html>\n");
}
