/* Reads pairs of versions, two hexadecimal texts a line, and writes dpkg's answer: -1, 0, 1 or ?. */
#define LIBDPKG_VOLATILE_API 1
#include <stdio.h>
#include <string.h>

#include <dpkg/dpkg.h>
#include <dpkg/version.h>
#include <dpkg/dpkg-db.h>
#include <dpkg/error.h>

static void unhex(char *text)
{
	char *end = text;
	unsigned int byte;

	for (; sscanf(text, "%2x", &byte) == 1; text += 2)
		*end++ = (char)byte;
	*end = '\0';
}

static int parsed(struct dpkg_version *version, char *text)
{
	struct dpkg_error error = DPKG_ERROR_INIT;

	unhex(text);
	return parseversion(version, text, &error) == 0 || error.type != DPKG_MSG_ERROR;
}

int main(void)
{
	static char line[1 << 20];

	while (fgets(line, sizeof(line), stdin)) {
		struct dpkg_version a, b;
		char *tab = strchr(line, '\t');

		*tab++ = '\0';
		tab[strcspn(tab, "\n")] = '\0';
		if (!parsed(&a, line) || !parsed(&b, tab)) {
			puts("?");
			continue;
		}
		int order = dpkg_version_compare(&a, &b);
		printf("%d\n", (order > 0) - (order < 0));
	}
	return 0;
}
