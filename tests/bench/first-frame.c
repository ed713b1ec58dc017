/* first-frame.c - how long after its start a program shows something
 *
 * first-frame PROGRAM [ARGUMENT…]
 *
 * Watches the X display from outside, the same for every program: a child of the root window is mapped and one of the
 * pixels looked at has another colour than the root's.  Prints seconds, then ends the program.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include <X11/Xlib.h>
#include <X11/Xutil.h>
#include <glib.h>
#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#define GIVE_UP_SECONDS 30
#define LOOK_EVERY_US 1000
#define ROOT_COLOUR 0xff00ff
#define PLACES 12

/* TRUE when most places of the visible part of @window were painted: decorations alone do not count. */
static gboolean
is_painted (Display *display, Window window)
{
  XWindowAttributes attributes;
  guint painted = 0;
  XImage *image;

  if (!XGetWindowAttributes (display, window, &attributes) || attributes.map_state != IsViewable
      || attributes.width < 200 || attributes.height < 200)
    return FALSE;
  image = XGetImage (display, window, 0, attributes.height / 2, (guint) attributes.width, 1, AllPlanes, ZPixmap);
  if (image == NULL)
    return FALSE;
  for (int i = 1; i <= PLACES; i++)
    {
      gulong colour = XGetPixel (image, i * attributes.width / (PLACES + 1), 0) & 0xffffff;

      painted += colour != ROOT_COLOUR && colour != 0;
    }
  XDestroyImage (image);
  return painted > PLACES / 2;
}

static gboolean
shows_something (Display *display)
{
  Window root, parent;
  Window *children = NULL;
  guint n = 0;
  gboolean found = FALSE;

  if (!XQueryTree (display, DefaultRootWindow (display), &root, &parent, &children, &n))
    return FALSE;
  for (guint i = 0; i < n && !found; i++)
    found = is_painted (display, children[i]);
  if (children != NULL)
    XFree (children);
  return found;
}

/* Windows come and go while they are looked at. */
static int
ignore_error (Display *display, XErrorEvent *error)
{
  return 0;
}

int
main (int argc, char **argv)
{
  Display *display = XOpenDisplay (NULL);
  gint64 started, took = 0;
  pid_t child;

  if (argc < 2 || display == NULL)
    {
      g_printerr ("usage: first-frame PROGRAM [ARGUMENT…], with DISPLAY set\n");
      return 2;
    }
  XSetErrorHandler (ignore_error);
  XSetWindowBackground (display, DefaultRootWindow (display), ROOT_COLOUR);
  XClearWindow (display, DefaultRootWindow (display));
  XSync (display, False);
  started = g_get_monotonic_time ();
  child = fork ();
  if (child == 0)
    {
      execvp (argv[1], argv + 1);
      _exit (127);
    }
  while (!shows_something (display) && took < GIVE_UP_SECONDS * G_USEC_PER_SEC && waitpid (child, NULL, WNOHANG) == 0)
    {
      g_usleep (LOOK_EVERY_US);
      took = g_get_monotonic_time () - started;
    }
  took = g_get_monotonic_time () - started;
  if (kill (child, SIGKILL) != 0 || took >= GIVE_UP_SECONDS * G_USEC_PER_SEC)
    {
      g_printerr ("it never showed a window\n");
      return 1;
    }
  waitpid (child, NULL, 0);
  g_print ("%.4f\n", (double) took / 1e6);
  XCloseDisplay (display);
  return 0;
}
