#!/usr/bin/env python3
"""A worker waits in base/wait.c, with a deadline and a cancellable, or in libcurl's own poll; nowhere else."""
import re

import common

WAITS = re.compile(r"(?<![\w>.])(sleep|usleep|nanosleep|clock_nanosleep|g_usleep|poll|ppoll|g_poll|select|pselect|epoll_wait|"
                   r"epoll_pwait|pause|sigwait|g_cond_wait|g_cond_wait_until|curl_easy_perform|curl_multi_wait|"
                   r"curl_multi_poll|getaddrinfo|gethostbyname|g_spawn_sync|g_async_queue_pop|g_thread_join|system|popen) \(")
ALLOWED = {
    "src/base/wait.c": {"poll"},
    "src/base/fan-out.c": {"g_async_queue_pop", "g_thread_join"},
    "src/protocols/curl-setup.c": {"curl_multi_poll"},
    "src/protocols/tcp.c": {"getaddrinfo"},  # AI_NUMERICHOST: asks nobody
}
# Threads of the pretend provider are no workers: they end when their sockets close.
THREAD_ENDS = {"practice": {"g_thread_join"}, "engine": {"g_thread_join"}}

complaints = common.Complaints()
sources = common.files("src", ".c", ".h")
for path in sources:
    plain = common.code_only(common.read(path))
    allowed = ALLOWED.get(str(common.relative(path)), set()) | THREAD_ENDS.get(common.room(path), set())
    for match in WAITS.finditer(plain):
        if match.group(1) not in allowed:
            complaints.add(path, common.line_of(plain, match.start()),
                           "%s(): wait with md_wait_*() so that Stop and the deadline bite" % match.group(1))
complaints.finish(len(sources))
