#!/usr/bin/env python3
"""Each lint sees what it is there for: a small tree with one slip a file, and what must be said about it."""
import os
import pathlib
import subprocess
import sys
import tempfile

HEAD = "/* %s - a file\n *\n * SPDX-License-Identifier: GPL-3.0-or-later */\n%s"
LONG = "static void\nlong_one (void)\n{\n" + "  work ();\n" * 61 + "}\n"
DEEP = "static void\ndeep_one (void)\n{\n" + "".join(" " * (2 + 4 * i) + "if (x)\n" + " " * (4 + 4 * i) + "{\n" for i in range(5)) \
    + "".join(" " * (4 + 4 * i) + "}\n" for i in reversed(range(5))) + "}\n"
CHECK = "static gboolean\nrun (MdContext *context, GError **error)\n{\n  return TRUE;\n}\n\nconst MdCheck md_check_%s = {\n" \
    "  .id = \"%s\",\n  .needs = { \"%s\" },\n  .budget_ms = 1000,\n  .run = run,\n};\n"

# lint, file, content, what must be said (None: nothing)
STORIES = [
    ("layers", "src/base/a.c", '#include "core/case.h"\n', "base/ must not know core/"),
    ("layers", "src/core/a.c", '#include "base/wait.h"\n', None),
    ("layers", "src/checks/a.c", "#include <gtk/gtk.h>\n", "widgets belong to ui/"),
    ("layers", "src/checks/b.c", "#include <glib/gi18n.h>\n", "no gettext below ui/"),
    ("layers", "src/attic/a.c", "", "no place in the law"),
    ("layers", "src/checks/c.c", '/* #include "ui/page.h" */\n', None),
    ("sizes", "src/base/a.c", LONG, "long_one() has 63 lines"),
    ("sizes", "src/base/b.c", DEEP, "deep_one() nests 5 deep"),
    ("sizes", "src/base/c.c", "\n" * 600, "split the file by meaning"),
    ("sizes", "src/base/d.c", "/* %s */\n" % ("x" * 130), "columns"),
    ("sizes", "src/base/e.c", "static void\nf (void)\n{\n  goto end;\n}\n", "no goto"),
    ("secrets", "src/checks/a.c", "  const char *x = md_secret_peek (secret, NULL);\n", "only protocols/ looks into a secret"),
    ("secrets", "src/protocols/a.c", "  x = g_strdup_printf (\"%s\", md_secret_peek (secret, NULL));\n", "never formatted"),
    ("secrets", "src/protocols/b.c", "  g_debug (\"x %s\", password);\n", "password in a log line"),
    ("secrets", "src/protocols/c.c", "  x = md_secret_peek (secret, NULL);\n", None),
    ("sleeps", "src/checks/a.c", "  g_usleep (10);\n", "g_usleep(): wait with md_wait_*()"),
    ("sleeps", "src/protocols/a.c", "  poll (fds, 1, -1);\n", "poll(): wait"),
    ("sleeps", "src/protocols/b.c", "  md_wait_poll (wait, fds, 1);\n  self->sleep (1);\n", None),
    ("statics", "src/base/a.c", "static int count;\n", "mutable"),
    ("statics", "src/base/b.c", "static const char *names[] = { \"a\" };\n", "mutable"),
    ("statics", "src/base/c.c", "static const char *const names[] = { \"a\" };\nstatic const int n = 1;\n", None),
    ("statics", "src/base/d.c", "static void\nf (void)\n{\n  static guint n = 0;\n}\n", "mutable"),
    ("statics", "src/base/e.c", "int total = 3;\n", "a global"),
    ("statics", "src/base/f.c", "static char *f (int x);\nstatic GOnce once = G_ONCE_INIT;\n", None),
    ("potfiles", "src/advice/a.c", "const char *x = N_ (\"Hello\");\n", "add it to po/POTFILES.in"),
    ("potfiles", "src/ui/a.ui", "<property translatable=\"yes\">Hello</property>\n", "add it to po/POTFILES.in"),
    ("sentences", "src/checks/a.c", "  say (\"The server does not answer.\");\n", "reads like a sentence"),
    ("sentences", "src/checks/b.c", "  g_debug (\"The server does not answer.\");\n", None),
    ("sentences", "src/checks/c.c", "  x = N_ (\"Retry\");\n", "move it to advice/"),
    ("words", "src/base/a.c", HEAD % ("a.c", '\n#include "config.h"\n'), None),
    ("words", "src/base/b.c", HEAD % ("b.c", '\n#include "config.h"\n/* TO' + 'DO later */\n'), "finish it"),
    ("words", "src/base/c.c", "int x;\n", "open the file with"),
    ("words", "src/base/d.c", HEAD % ("d.c", '\n#include "config.h"\n/* see /ho' + 'me/ana/x */\n'), "a path of one machine"),
    ("checklist", "src/checks/one.c", CHECK % ("one", "one", "two"), "no earlier line"),
    ("checklist", "src/checks/one.c", CHECK % ("other", "one", "zero"), "exports md_check_one and no other"),
    ("checklist", "src/checks/one.c", CHECK % ("one", "uno", "zero"), "its id must be"),
    ("checklist", "src/checks/one.c", CHECK % ("one", "one", "zero"), None),
]


def tell(lint, name, content):
    with tempfile.TemporaryDirectory() as folder:
        top = pathlib.Path(folder)
        fixed = {"po/POTFILES.in": "", "src/checks/CHECKLIST": "zero\none\n", "src/checks/zero.c":
                 CHECK.replace('.needs = { "%s" },\n', "") % ("zero", "zero"), "src/base/empty.c": ""}
        for path, text in {**(fixed if lint in ("potfiles", "checklist") else {}), name: content}.items():
            (top / path).parent.mkdir(parents=True, exist_ok=True)
            (top / path).write_text(text, encoding="utf-8")
        script = pathlib.Path(__file__).resolve().parent / (lint + ".py")
        return subprocess.run([sys.executable, str(script)], capture_output=True, text=True,
                              env={**os.environ, "MD_SOURCE_DIR": folder})


failed = 0
for lint, name, content, want in STORIES:
    run = tell(lint, name, content)
    good = run.returncode == 0 if want is None else run.returncode == 1 and want in run.stdout
    if not good:
        failed += 1
        print("%s on %s: want %r, got status %d and\n%s%s" % (lint, name, want, run.returncode, run.stdout, run.stderr))
print("%d stories, %d failed" % (len(STORIES), failed))
sys.exit(1 if failed else 0)
