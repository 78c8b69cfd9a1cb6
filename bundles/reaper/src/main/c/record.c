/*
 * The files that outlive a daemon. Each is written beside its place and renamed, so that whoever
 * looks sees all of it or nothing. Nothing is synced: after a power failure no process is left
 * either that they could speak of.
 *
 *   state  "PID STARTED REAPER REAPER-STARTED": PID is 0 while the container is being made
 *   exit   "STATUS SECONDS NANOSECONDS": since 1970. Where there is no room for one more file it is
 *          the second line of "state", which has its room: a full disk takes nobody's exit away.
 */
#include "reaper.h"

static struct failure put(int folder, const char *name, int flags, const char *text, int length) {
  long fd = call4(openat, folder, name, O_WRONLY | O_CLOEXEC | flags, 0600);
  if (fd < 0) return (struct failure){"openat", fd};
  long count = call3(write, fd, text, length);
  call1(close, fd);
  if (count != length) return (struct failure){"write", count < 0 ? count : -EIO};
  return (struct failure){0, 0};
}

static struct failure replace(int folder, const char *name, const char *text, const char *end) {
  struct failure f = put(folder, "new", O_CREAT | O_TRUNC, text, (int)(end - text));
  if (f.name) return f;
  long result = call4(renameat, folder, "new", folder, name);
  return (struct failure){result < 0 ? "renameat" : 0, result};
}

/*
 * Field 22 of /proc/PID/stat: with the number it names a process for ever. The second field, the
 * program's name, is in brackets and may hold anything. 0 where there is no such process.
 */
u64 start_time(int pid) {
  char path[32], stat[512];
  put_text(put_number(put_text(path, "/proc/"), (u64)pid), "/stat");
  if (read_small(AT_FDCWD, path, stat, sizeof stat) <= 0) return 0;
  const char *at = stat;
  for (const char *p = stat; *p; p++)
    if (*p == ')') at = p;
  for (int blanks = 22 - 2; *at && blanks; at++)
    if (*at == ' ') blanks--;
  return get_number(&at);
}

char *put_state(char *to, struct reaper *r) {
  int self = (int)call0(getpid);
  if (!r->own_started) r->own_started = start_time(self);
  char *end = put_text(put_number(to, (u64)r->pid), " ");
  end = put_text(put_number(end, r->started), " ");
  end = put_text(put_number(end, (u64)self), " ");
  return put_text(put_number(end, r->own_started), "\n");
}

struct failure record_state(struct reaper *r) {
  char text[96];
  return replace(r->folder, "state", text, put_state(text, r));
}

/* As shells count: 128 and the signal's number for a process that one killed. */
int exit_code(int wait_status) {
  int signal = wait_status & 0x7f;
  return signal ? 128 + signal : (wait_status >> 8) & 0xff;
}

struct failure record_exit(struct reaper *r, int wait_status) {
  char text[80];
  struct timespec now = {0, 0};
  call2(clock_gettime, CLOCK_REALTIME, &now);
  char *end = put_text(put_number(text, (u64)exit_code(wait_status)), " ");
  end = put_text(put_number(end, (u64)now.seconds), " ");
  end = put_text(put_number(end, (u64)now.nanoseconds), "\n");
  struct failure f = replace(r->folder, "exit", text, end);
  return f.name ? put(r->folder, "state", O_APPEND, text, (int)(end - text)) : f;
}

/*
 * The runtime has written the number of the container's process, which stays its own until reaped.
 * One that has made nothing leaves no file: pid is 0 then.
 */
struct failure read_pid(struct reaper *r) {
  char text[24];
  const char *at = text;
  long count = read_small(r->folder, "pid", text, sizeof text);
  if (count < 0 && count != -ENOENT) return (struct failure){"open pid file", count};
  r->pid = count > 0 ? (int)get_number(&at) : 0;
  r->started = r->pid ? start_time(r->pid) : 0;
  return (struct failure){0, 0};
}
