/* Runs the OCI runtime's command and waits until it has made its process. */
#include "reaper.h"

/* Shared with the child, which borrows this memory until it has executed the command. */
struct launch {
  struct reaper *reaper;
  long parent;
  volatile struct failure failure;
};

/* With a terminal the container does not get these three: whatever is said is the runtime's. */
static void runtime_stdio(void) {
  long none = call4(openat, AT_FDCWD, "/dev/null", O_RDWR, 0);
  call3(dup3, none, 0, 0);
  call3(dup3, 2, 1, 0);
  call1(close, none);
}

/* Nobody else would tell a command that still waits to go. */
static void end_with_parent(long parent) {
  call5(prctl, PR_SET_PDEATHSIG, SIGKILL, 0, 0, 0);
  if (call0(getppid) != parent) call1(exit_group, 127);
}

static __attribute__((noinline, noreturn)) void child(struct launch *l) {
  u64 none = 0;
  struct reaper *r = l->reaper;
  if (r->with_terminal) runtime_stdio();
  call4(rt_sigprocmask, SIG_SETMASK, &none, 0, SIGSET_SIZE);
  if (r->standing_by) end_with_parent(l->parent);
  l->failure.error = call3(execve, r->command[0], r->command, r->environment);
  l->failure.name = "execve";
  call1(exit_group, 127);
  __builtin_unreachable();
}

/*
 * As vfork(2): no page is copied, and what the child could not do is seen here. The child runs on
 * this very stack, but only below this frame, since child() is not inlined and never returns.
 */
static __attribute__((noinline)) long start(struct launch *l) {
  long pid = call5(clone, CLONE_VM | CLONE_VFORK | SIGCHLD, 0, 0, 0, 0);
  if (pid == 0) child(l);
  return pid;
}

/*
 * SIGIO tells of the next rename in this folder. inotify(7) would do too, but its end has to wait
 * for the kernel's grace periods.
 */
static long watch_renames(void) {
  long fd = call4(openat, AT_FDCWD, ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC, 0);
  call3(fcntl, fd, F_NOTIFY, DN_RENAME);
  return fd;
}

static int has_pid_file(struct reaper *r) {
  struct failure f = read_pid(r);
  return !f.name && r->pid;
}

/*
 * Until the command has ended. One that stood by is known to be runc itself: when it has renamed
 * its pid file into place it has done all, its end takes the kernel a millisecond, and nothing is
 * learnt from that. What else may be run, a script that has more to do after runc, is waited for.
 */
static long wait_for(struct reaper *r, long command, int *wait_status) {
  struct pollfd signals = {r->signals, POLLIN, 0};
  for (;;) {
    u32 info[SIGNALFD_INFO_SIZE / sizeof(u32)];
    call5(ppoll, &signals, 1, 0, 0, SIGSET_SIZE);
    while (call3(read, r->signals, info, sizeof info) > 0)
      if (info[0] == SIGIO && has_pid_file(r)) return 0;
    long result = call4(wait4, command, wait_status, WNOHANG, 0);
    if (result) return result;
  }
}

struct failure run_command(struct reaper *r, int *wait_status) {
  struct launch l = {r, call0(getpid), {0, 0}};
  long renames = r->standing_by ? watch_renames() : -1;
  long pid = start(&l);
  if (pid < 0) return (struct failure){"clone", pid};
  if (r->standing_by && !l.failure.name) stand_by(r, pid);
  long result = wait_for(r, pid, wait_status);
  call1(close, renames);
  if (l.failure.name) return (struct failure){l.failure.name, l.failure.error};
  return (struct failure){result < 0 ? "wait4" : 0, result};
}

static void kill_children(void) {
  char list[1024];
  const char *at = list;
  if (read_small(AT_FDCWD, "/proc/thread-self/children", list, sizeof list) <= 0) return;
  while (*at) {
    u64 pid = get_number(&at);
    if (pid) call2(kill, pid, SIGKILL);
    else at++;
  }
}

/* Whether there is none left. */
static int reap_children(void) {
  long pid;
  do pid = call4(wait4, -1, 0, WNOHANG, 0);
  while (pid > 0);
  return pid == -ECHILD;
}

/*
 * What a runtime leaves that was killed halfway comes here, orphaned. A process that cannot die, in
 * a frozen cgroup for one, is left after a second.
 */
void clean_up(void) {
  for (int i = 0; i < 200 && !reap_children(); i++) {
    struct timespec moment = {0, 5000000}; /* each time anew: what is left of it comes back */
    kill_children();
    call5(ppoll, 0, 0, &moment, 0, SIGSET_SIZE);
  }
}
