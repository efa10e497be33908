#include "pseudo/mac.h"

#include <openssl/crypto.h>

#include "base/error.h"

#define BLOCK_BYTES 64

static void check(int done)
{
	if (done != 1)
		fail(EXIT_BUG, "libcrypto refuses SHA-256");
}

static const EVP_MD *sha256(void)
{
	static EVP_MD *algorithm;

	if (!algorithm)
		algorithm = EVP_MD_fetch(NULL, "SHA256", NULL);
	check(algorithm != NULL);
	return algorithm;
}

static EVP_MD_CTX *context_take(void)
{
	EVP_MD_CTX *context = EVP_MD_CTX_new();

	if (!context)
		fail(EXIT_IO, "out of memory");
	check(EVP_DigestInit_ex2(context, sha256(), NULL));
	return context;
}

void sha256_of(const struct text *parts, size_t count, unsigned char out[MAC_BYTES])
{
	static EVP_MD_CTX *context;

	if (!context)
		context = context_take();
	check(EVP_DigestInit_ex2(context, NULL, NULL));
	for (size_t i = 0; i < count; i++)
		check(EVP_DigestUpdate(context, parts[i].at, parts[i].length));
	check(EVP_DigestFinal_ex(context, out, NULL));
}

static EVP_MD_CTX *pad_take(const unsigned char key[BLOCK_BYTES], unsigned char pad)
{
	unsigned char block[BLOCK_BYTES];

	for (size_t i = 0; i < BLOCK_BYTES; i++)
		block[i] = key[i] ^ pad;
	EVP_MD_CTX *context = context_take();
	check(EVP_DigestUpdate(context, block, sizeof(block)));
	OPENSSL_cleanse(block, sizeof(block));
	return context;
}

void mac_start(struct mac *m, const void *key, size_t length)
{
	unsigned char block[BLOCK_BYTES] = {0};
	struct text whole = {key, length};

	if (length > BLOCK_BYTES)
		sha256_of(&whole, 1, block);
	else
		memcpy(block, key, length);
	m->inner = pad_take(block, 0x36);
	m->outer = pad_take(block, 0x5c);
	m->work = context_take();
	OPENSSL_cleanse(block, sizeof(block));
}

static void outer_end(struct mac *m, unsigned char out[MAC_BYTES])
{
	check(EVP_DigestFinal_ex(m->work, out, NULL));
	check(EVP_MD_CTX_copy_ex(m->work, m->outer));
	check(EVP_DigestUpdate(m->work, out, MAC_BYTES));
	check(EVP_DigestFinal_ex(m->work, out, NULL));
}

void mac_of(struct mac *m, struct text message, unsigned char out[MAC_BYTES])
{
	check(EVP_MD_CTX_copy_ex(m->work, m->inner));
	check(EVP_DigestUpdate(m->work, message.at, message.length));
	outer_end(m, out);
}

void mac_of_parts(struct mac *m, const struct text *parts, size_t count,
		  unsigned char out[MAC_BYTES])
{
	check(EVP_MD_CTX_copy_ex(m->work, m->inner));
	for (size_t i = 0; i < count; i++) {
		size_t n = parts[i].length;
		unsigned char length[4] = {(unsigned char)(n >> 24), (unsigned char)(n >> 16),
					   (unsigned char)(n >> 8), (unsigned char)n};
		check(EVP_DigestUpdate(m->work, length, sizeof(length)));
		check(EVP_DigestUpdate(m->work, parts[i].at, n));
	}
	outer_end(m, out);
}

void mac_end(struct mac *m)
{
	EVP_MD_CTX_free(m->inner);
	EVP_MD_CTX_free(m->outer);
	EVP_MD_CTX_free(m->work);
	*m = (struct mac){0};
}

void hkdf_sha256(const void *secret, size_t length, struct text info, unsigned char out[MAC_BYTES])
{
	static const unsigned char salt[MAC_BYTES];
	unsigned char extracted[MAC_BYTES];
	struct mac m;

	mac_start(&m, salt, sizeof(salt));
	mac_of(&m, (struct text){secret, length}, extracted);
	mac_end(&m);
	struct buffer message = {0};
	buffer_text_add(&message, info);
	buffer_byte(&message, 1);
	mac_start(&m, extracted, sizeof(extracted));
	mac_of(&m, buffer_text(&message), out);
	mac_end(&m);
	OPENSSL_cleanse(extracted, sizeof(extracted));
	buffer_free(&message);
}
