/* fuzz.h - the one door of every fuzzer
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <stddef.h>
#include <stdint.h>

/* Must take any bytes; what it finds, it finds by crashing. */
int LLVMFuzzerTestOneInput (const uint8_t *data, size_t size);
