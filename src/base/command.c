/* command.c - another program, asked once; see command.h
 *
 * Standard error goes nowhere: what programs complain about there is for their own user.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "md-command"

#include "config.h"

#include "base/command.h"

#include <errno.h>
#include <fcntl.h>
#include <glib-unix.h>
#include <signal.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <unistd.h>

#define CHUNK_BYTES 16384
/* Between looks at whether a program that closed its output has ended. */
#define END_POLL_MS 20

typedef struct
{
  GPid pid;
  int out;           /* -1: closed */
  GString *output;
  gsize max_output;
} Command;

static void
close_fd (int *fd)
{
  if (*fd >= 0)
    (void) close (*fd);
  *fd = -1;
}

static void
drain (Command *self)
{
  char chunk[CHUNK_BYTES];
  ssize_t n_read = read (self->out, chunk, sizeof chunk);

  if (n_read < 0 && (errno == EAGAIN || errno == EINTR))
    return;
  if (n_read <= 0)
    {
      close_fd (&self->out);
      return;
    }
  g_string_append_len (self->output, chunk, (gssize) MIN ((gsize) n_read, self->max_output - self->output->len));
}

static MdWaitResult
talk (Command *self, const MdWait *wait)
{
  while (self->out >= 0)
    {
      MdWaitResult result = md_wait_fd (wait, self->out, POLLIN);

      if (result != MD_WAIT_READY)
        return result;
      drain (self);
    }
  return MD_WAIT_READY;
}

/* Waits for its end; when that does not come in time, brings it about. */
static MdCommandResult
reap (Command *self, MdWaitResult so_far, const MdWait *wait, int *exit_status)
{
  int status = 0;
  pid_t ended = 0;

  while (so_far == MD_WAIT_READY && (ended = waitpid (self->pid, &status, WNOHANG)) == 0)
    if (!md_wait_sleep (wait, END_POLL_MS))
      so_far = MD_WAIT_TIMED_OUT;
  if (ended == self->pid)
    {
      *exit_status = WIFEXITED (status) ? WEXITSTATUS (status) : -1;
      return MD_COMMAND_DONE;
    }
  (void) kill (self->pid, SIGKILL);
  while (waitpid (self->pid, &status, 0) < 0 && errno == EINTR)
    ;
  return MD_COMMAND_CUT_OFF;
}

/* A file that is only memory, to be read from its beginning; -1 when there is no room for it.  Unlike a pipe it needs
 * nobody to feed it, and its reader may leave early. */
static int
make_input (const char *input, gsize length)
{
  int fd = memfd_create ("input", MFD_CLOEXEC);

  while (fd >= 0 && length > 0)
    {
      ssize_t written = write (fd, input, length);

      if (written < 0 && errno != EINTR)
        close_fd (&fd);
      else if (written > 0)
        {
          input += written;
          length -= (gsize) written;
        }
    }
  if (fd >= 0 && lseek (fd, 0, SEEK_SET) != 0)
    close_fd (&fd);
  return fd;
}

static gboolean
start (Command *self, const char *const *argv, int in)
{
  GSpawnFlags flags = G_SPAWN_SEARCH_PATH | G_SPAWN_DO_NOT_REAP_CHILD | G_SPAWN_STDERR_TO_DEV_NULL;
  int ends[2];
  gboolean started;

  if (!g_unix_open_pipe (ends, FD_CLOEXEC, NULL))
    return FALSE;
  started = g_spawn_async_with_fds (NULL, (char **) argv, NULL, flags, NULL, NULL, &self->pid, in, ends[1], -1, NULL);
  close_fd (&ends[1]);
  if (!started)
    close_fd (&ends[0]);
  self->out = ends[0];
  return started;
}

MdCommandResult
md_command_run (const char *const *argv, const char *input, gsize length, gsize max_output, const MdWait *wait,
                GString **output, int *exit_status)
{
  Command self = { .max_output = max_output, .out = -1 };
  int in = make_input (input, length);
  MdWaitResult result;
  MdCommandResult end;
  gboolean started;

  *output = NULL;
  *exit_status = -1;
  started = in >= 0 && start (&self, argv, in);
  close_fd (&in);
  if (!started)
    return MD_COMMAND_NOT_THERE;
  (void) g_unix_set_fd_nonblocking (self.out, TRUE, NULL);
  self.output = g_string_new (NULL);
  result = talk (&self, wait);
  close_fd (&self.out);
  end = reap (&self, result, wait, exit_status);
  *output = self.output;
  g_spawn_close_pid (self.pid);
  return end;
}
