/*
 * Lets xl run without Xen as far as needed to parse a definition (xl -N create): answers the queries to the
 * hypervisor and XenStore at its start with dummy values that it does not use.
 */
#include <stddef.h>

static char handle[4096];

void *xc_interface_open(void *logger, void *dombuild_logger, unsigned flags) { return handle; }
int xc_interface_close(void *xch) { return 0; }

void *xs_open(unsigned long flags) { return handle; }
void xs_close(void *xsh) {}
int xs_fileno(void *xsh) { return 0; }

int libxl_get_physinfo(void *ctx, void *physinfo) { return 0; }

/* a libxl_version_info consists of pointers to texts, and of numbers that are not read */
void *libxl_get_version_info(void *ctx) {
  static const char *texts[64];
  for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) texts[i] = "";
  return texts;
}

int libxl_get_max_cpus(void *ctx) { return 1; }
int libxl_get_online_cpus(void *ctx) { return 1; }
int libxl_get_max_nodes(void *ctx) { return 1; }
