/* Runs the OCI runtime's command and waits for it. */
#include "reaper.h"

/* Shared with the child, which borrows this memory until it has executed the command. */
struct launch {
  struct reaper *reaper;
  volatile struct failure failure;
};

/* With a terminal the container does not get these three: whatever is said is the runtime's. */
static void runtime_stdio(void) {
  long none = call4(openat, AT_FDCWD, "/dev/null", O_RDWR, 0);
  call3(dup3, none, 0, 0);
  call3(dup3, 2, 1, 0);
  call1(close, none);
}

static __attribute__((noinline, noreturn)) void child(struct launch *l) {
  u64 none = 0;
  struct reaper *r = l->reaper;
  if (r->with_terminal) runtime_stdio();
  call4(rt_sigprocmask, SIG_SETMASK, &none, 0, SIGSET_SIZE);
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

struct failure run_command(struct reaper *r, int *wait_status) {
  struct launch l = {r, {0, 0}};
  long pid = start(&l);
  if (pid < 0) return (struct failure){"clone", pid};
  long result;
  do result = call4(wait4, pid, wait_status, 0, 0);
  while (result == -EINTR);
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
  struct timespec moment = {0, 5000000};
  for (int i = 0; i < 200 && !reap_children(); i++) {
    kill_children();
    call5(ppoll, 0, 0, &moment, 0, SIGSET_SIZE);
  }
}
