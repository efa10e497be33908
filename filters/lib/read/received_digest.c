#include <openssl/evp.h>

#include "base/error.h"
#include "read/received.h"

/* What someone still writes to is not what its digest says, and what is read
 * twice must be the same twice. */
static void refuse_changed(const struct received *f)
{
	const struct timespec *before = &f->status.st_mtim;
	struct stat now;

	if (!S_ISREG(f->status.st_mode))
		return;
	if (fstat(f->fd, &now) != 0 || now.st_size != f->status.st_size ||
	    now.st_mtim.tv_sec != before->tv_sec || now.st_mtim.tv_nsec != before->tv_nsec)
		fail_at(EXIT_DATA, (struct place){.file = f->path}, NULL,
			"changed while it was read: wait until it is whole, or read a copy");
}

void received_digest(struct received *f, char hex[65])
{
	unsigned char sum[EVP_MAX_MD_SIZE];
	unsigned length = 0;

	received_rest(f);
	refuse_changed(f);
	if (!EVP_DigestFinal_ex(f->digest, sum, &length) || length != 32)
		fail(EXIT_BUG, "SHA-256 failed");
	for (unsigned i = 0; i < length; i++) {
		hex[2 * i] = "0123456789abcdef"[sum[i] >> 4];
		hex[2 * i + 1] = "0123456789abcdef"[sum[i] & 15];
	}
	hex[64] = 0;
}
