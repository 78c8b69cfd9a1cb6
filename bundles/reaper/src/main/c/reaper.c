/*
 * felucca-reaper ID MODE COMMAND...
 *
 * Runs the OCI runtime's COMMAND, which makes a process of container ID and goes; becomes that
 * process's parent by being a subreaper (prctl(2)), waits for its end and writes how it ended into
 * the folder it was started in. Until then it holds what the process must not lose when the daemon
 * or a client goes: the other ends of its FIFOs, or (MODE "terminal") the master of its terminal,
 * which it connects with descriptors 0 and 1. With MODE "later" standard input is held from the
 * moment on when the daemon says that the process begins, unless a writer has come and gone by then:
 * that was a client who could not say yet that there will be no more.
 *
 * A COMMAND may be started before it is known what to run: stand_by() tells of that.
 *
 * Nothing but the kill of this process ends it early: it leads a session of its own and blocks all
 * signals. Commands come as 8 bytes each over the FIFO "control" in the folder. The files there are
 * explained in record.c, the descriptors in reaper.h. ID is for people who look at ps(1).
 */
#include "reaper.h"

enum { POLL_SIGNALS = POLL_COUNT, POLL_CONTROL, POLL_ALL };

struct command {
  u16 what;
  u16 width;
  u16 height;
  u16 none;
};
enum { RESIZE = 'R', CLOSE_STDIN = 'C', BEGIN = 'B', LEAVE = 'L' };

static void block_signals(void) {
  u64 all = ~0UL;
  call4(rt_sigprocmask, SIG_SETMASK, &all, 0, SIGSET_SIZE);
}

/*
 * A daemon is protected from the kernel's memory shortage; neither this nor a container that says
 * nothing of its own should be. Nothing is lost here: of a few pages no memory is to be won.
 */
static void give_up_protection(void) {
  char score[16];
  const char *file = "/proc/self/oom_score_adj";
  if (read_small(AT_FDCWD, file, score, sizeof score) <= 0 || score[0] != '-') return;
  long fd = call4(openat, AT_FDCWD, file, O_WRONLY | O_CLOEXEC, 0);
  if (fd < 0) return;
  call3(write, fd, "0", 1);
  call1(close, fd);
}

/*
 * What it does takes some microseconds, and somebody waits for it: it does so before others, also
 * where the processors are busy. What it starts has the usual priority again, see sched(7); that of
 * a daemon that has another one is kept. Not with a terminal, where there may be much to relay.
 */
static void go_first(void) {
  int none = 0;
  if (call1(sched_getscheduler, 0) != SCHED_OTHER) return;
  if (call2(getpriority, PRIO_PROCESS, 0) != USUAL_PRIORITY) return;
  if (call3(sched_setscheduler, 0, SCHED_OTHER | SCHED_RESET_ON_FORK, &none) < 0) return;
  call3(setpriority, PRIO_PROCESS, 0, -10);
}

static void become_guardian(void) {
  call0(setsid); /* fails where the daemon has done so already */
  block_signals();
  call5(prctl, PR_SET_NAME, "felucca-reaper", 0, 0, 0);
  call5(prctl, PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0);
  call3(close_range, LAST_GIVEN + 1, ~0U, 0);
  give_up_protection();
}

/* Whether a descriptor was given. Seen before any is opened here, which may get a free number. */
static int given(int fd) {
  return call3(fcntl, fd, F_SETFD, FD_CLOEXEC) < 0 ? -1 : fd;
}

static void take_descriptors(struct reaper *r, int later) {
  r->own_stdin = later ? 0 : -1;
  r->standing_by = given(WORD) >= 0;
  given(STATUS);
  given(HOLD_STDERR);
  r->held_stdin = given(HOLD_STDIN);
  r->terminal.held = given(HOLD_STDOUT);
}

/* Reading and writing: neither ends when a daemon closes the other side. */
static struct failure open_control(struct reaper *r) {
  long result = call4(mknodat, r->folder, "control", S_IFIFO | 0600, 0);
  if (result < 0 && result != -EEXIST) return (struct failure){"mknodat", result};
  r->control = (int)call4(openat, r->folder, "control", O_RDWR | O_NONBLOCK | O_CLOEXEC, 0);
  return (struct failure){r->control < 0 ? "openat" : 0, r->control};
}

static struct failure open_signals(struct reaper *r) {
  u64 wanted = 1UL << (SIGCHLD - 1) | 1UL << (SIGIO - 1); /* see watch_renames() */
  r->signals = (int)call4(signalfd4, -1, &wanted, SIGSET_SIZE, O_NONBLOCK | O_CLOEXEC);
  return (struct failure){r->signals < 0 ? "signalfd" : 0, r->signals};
}

static struct failure open_folder(struct reaper *r) {
  r->folder = (int)call4(openat, AT_FDCWD, ".", O_PATH | O_DIRECTORY | O_CLOEXEC, 0);
  return (struct failure){r->folder < 0 ? "openat" : 0, r->folder};
}

/* The one argument that the daemon cannot know. */
static void name_console(struct reaper *r) {
  for (char **argument = r->command; *argument; argument++)
    if (same(*argument, "@console")) *argument = r->console;
}

static struct failure prepare_launch(struct reaper *r) {
  struct failure f = open_folder(r);
  if (!f.name) f = open_signals(r);
  if (!f.name) f = open_control(r);
  if (!f.name && r->with_terminal) f = open_console(r);
  if (!f.name && r->with_terminal) name_console(r);
  if (!f.name) f = record_state(r);
  return f;
}

/* After the command has succeeded. */
static struct failure take_over(struct reaper *r) {
  struct failure f = {0, 0};
  if (r->with_terminal) f = receive_master(r);
  if (!f.name) f = record_state(r);
  return f;
}

/* A daemon that has gone meanwhile does not read it; the next one finds the record. */
static void tell(const char *what, const char *name, u64 number) {
  char line[64];
  char *end = put_text(line, what);
  if (name) end = put_text(put_text(end, " "), name);
  end = put_text(put_number(put_text(end, " "), number), "\n");
  call3(write, STATUS, line, end - line);
  call1(close, STATUS);
}

static void tell_state(struct reaper *r) {
  char line[112];
  char *end = put_state(put_text(line, "running "), r);
  call3(write, STATUS, line, end - line);
  call1(close, STATUS);
}

static __attribute__((noreturn)) void leave(void) {
  for (;;) call1(exit_group, 0);
}

/* name is 0 where the fault is the command's. */
static __attribute__((noreturn)) void give_up(const char *what, const char *name, u64 number) {
  clean_up();
  tell(what, name, number);
  leave();
}

static void require(struct failure f) {
  if (f.name) give_up("call", f.name, (u64)-f.error);
}

static void launch(struct reaper *r) {
  int status = 0;
  require(prepare_launch(r));
  require(run_command(r, &status));
  if (exit_code(status)) give_up("command", 0, (u64)exit_code(status));
  require(read_pid(r));
  if (!r->pid) give_up("unmade", 0, 0);
  require(take_over(r));
  tell_state(r);
}

static __attribute__((noreturn)) void leave_all(void) {
  clean_up();
  leave();
}

/* The container has its own copies of these; only a terminal is connected through ours. */
static void let_go(struct reaper *r) {
  for (int fd = r->with_terminal ? 2 : r->own_stdin + 1; fd < STATUS; fd++) call1(close, fd);
  call1(chdir, "/");
}

static void let_stdin_go(struct reaper *r) {
  if (r->own_stdin >= 0) call1(close, r->own_stdin);
  r->own_stdin = -1;
}

static void close_stdin(struct reaper *r) {
  if (r->held_stdin >= 0) call1(close, r->held_stdin);
  r->held_stdin = -1;
  let_stdin_go(r);
}

/* Hung up: there was a writer since this end was opened, and there is none now. */
static void hold_stdin(struct reaper *r) {
  struct timespec now = {0, 0};
  struct pollfd own = {r->own_stdin, POLLIN, 0};
  call5(ppoll, &own, 1, &now, 0, SIGSET_SIZE);
  if (own.revents & POLLHUP) return;
  r->held_stdin = (int)call4(openat, AT_FDCWD, "/proc/self/fd/0", O_WRONLY | O_CLOEXEC, 0);
}

/* The daemon waits for this FIFO to be opened and closed. */
static void acknowledge(struct reaper *r) {
  long fd = call4(openat, r->folder, "begun", O_WRONLY | O_NONBLOCK | O_CLOEXEC, 0);
  if (fd >= 0) call1(close, fd);
}

static void begin_process(struct reaper *r) {
  if (r->own_stdin >= 0) hold_stdin(r);
  let_stdin_go(r);
  acknowledge(r);
}

static void obey(struct reaper *r) {
  struct command c;
  while (call3(read, r->control, &c, sizeof c) == sizeof c) {
    if (c.what == RESIZE) resize(&r->terminal, c.width, c.height);
    if (c.what == CLOSE_STDIN) close_stdin(r);
    if (c.what == BEGIN) begin_process(r);
    if (c.what == LEAVE && r->standing_by) leave_all();
  }
}

/* There is no daemon any more, or it wants the command's memory back. What is held stays so. */
static void give_back(long command) {
  call2(kill, command, SIGKILL);
  call4(wait4, command, 0, 0, 0);
}

/* The process may begin. Its input must be held before it can read, which the daemon waits for. */
static void set_off(struct reaper *r) {
  r->standing_by = 0;
  if (r->own_stdin < 0) return;
  hold_stdin(r);
  r->own_stdin = -1;
  call3(write, STATUS, "begun\n", 6);
}

/* The word's end is that of the daemon, or of its patience. */
static void take_word(struct reaper *r, struct pollfd *word, long command) {
  char what = 0;
  long count = call3(read, WORD, &what, 1);
  if (count == -EINTR) return;
  if (what == BEGIN) set_off(r);
  if (what == LEAVE) leave_all();
  if (count > 0) return;
  give_back(command);
  word->fd = -1;
}

/*
 * The daemon has a command started before it is known that its process is wanted: it waits for a
 * writer of its process file, a FIFO. Meanwhile, and afterwards if the command is given up, this
 * holds both ends of the container's FIFOs, so that no client takes a new launch for the end.
 */
void stand_by(struct reaper *r, long command) {
  struct pollfd polls[2] = {{WORD, POLLIN, 0}, {r->control, POLLIN, 0}};
  while (r->standing_by) {
    call5(ppoll, polls, 2, 0, 0, SIGSET_SIZE);
    if (polls[1].revents) obey(r);
    if (polls[0].fd >= 0 && polls[0].revents) take_word(r, &polls[0], command);
  }
  call1(close, WORD);
}

static __attribute__((noreturn)) void end(struct reaper *r, int status) {
  record_exit(r, status);
  if (r->with_terminal) drain(&r->terminal);
  leave();
}

/* Orphans of the container come here too where it has no pid namespace. */
static void reap(struct reaper *r) {
  for (;;) {
    int status = 0;
    long pid = call4(wait4, -1, &status, WNOHANG, 0);
    if (pid == r->pid) end(r, status);
    if (pid == -ECHILD) leave(); /* not ours, and never will be: the daemon sees its end itself */
    if (pid == 0) return;
  }
}

static void take_signals(struct reaper *r) {
  char info[SIGNALFD_INFO_SIZE];
  while (call3(read, r->signals, info, sizeof info) > 0);
  reap(r);
}

static __attribute__((noreturn)) void guard(struct reaper *r) {
  struct pollfd polls[POLL_ALL];
  reap(r);
  for (;;) {
    prepare(&r->terminal, polls);
    polls[POLL_SIGNALS] = (struct pollfd){r->signals, POLLIN, 0};
    polls[POLL_CONTROL] = (struct pollfd){r->control, POLLIN, 0};
    call5(ppoll, polls, POLL_ALL, 0, 0, SIGSET_SIZE);
    if (polls[POLL_CONTROL].revents) obey(r);
    if (r->with_terminal) relay(&r->terminal);
    if (polls[POLL_SIGNALS].revents) take_signals(r);
  }
}

__attribute__((noreturn, used)) void begin(long *stack) {
  long argc = stack[0];
  char **arguments = (char **)(stack + 1);
  struct reaper r;
  if (argc < 4) leave();
  r.with_terminal = same(arguments[2], "terminal");
  r.command = arguments + 3;
  r.environment = arguments + argc + 1;
  r.pid = 0;
  r.started = 0;
  r.own_started = 0;
  r.terminal = (struct terminal){-1, -1, -1, -1, -1, -1, {0, 0, 0}, {0, 0, 0}, 0};
  become_guardian();
  if (!r.with_terminal) go_first();
  take_descriptors(&r, same(arguments[2], "later"));
  launch(&r);
  let_go(&r);
  guard(&r);
}
