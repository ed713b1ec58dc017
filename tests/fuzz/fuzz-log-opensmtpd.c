/* fuzz-log-opensmtpd.c - any bytes as a log of OpenSMTPD
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "fuzz.h"
#include "fuzz-log.h"

int
LLVMFuzzerTestOneInput (const guint8 *data, gsize size)
{
  fuzz_log_lines (data, size, md_log_opensmtpd_read);
  fuzz_log_file (data, size);
  return 0;
}
