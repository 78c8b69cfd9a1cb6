/*
 * The terminal: takes its master from the runtime and carries what is typed and shown, with one
 * small buffer for each direction. A direction whose target takes nothing waits: no more is read
 * for it, so that the container's own writes block, and nothing spins.
 */
#include "reaper.h"

enum { ROOM = 4096 }; /* a terminal gives no more at once */

/* So much can be in the kernel's buffers of a terminal, and some more. */
enum { LAST_WORDS = 64 << 10 };

/*
 * The socket is named by way of this process's descriptor of the folder: the path of the folder
 * itself may be longer than the 107 bytes of a socket's address.
 */
struct failure open_console(struct reaper *r) {
  struct sockaddr_un address;
  address.family = AF_UNIX;
  char *end = put_number(put_text(r->console, "/proc/"), (u64)call0(getpid));
  end = put_number(put_text(end, "/fd/"), (u64)r->folder);
  put_text(end, "/console");
  put_text(address.path, r->console);
  long fd = call3(socket, AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
  if (fd < 0) return (struct failure){"socket", fd};
  r->terminal.socket = (int)fd;
  long result = call3(bind, fd, &address, sizeof address);
  if (result < 0) return (struct failure){"bind", result};
  result = call2(listen, fd, 1);
  return (struct failure){result < 0 ? "listen" : 0, result};
}

/* The runtime has connected, sent and gone by now: nothing here has to wait. */
static long receive_descriptor(int socket) {
  char data[64];
  struct rights rights = {.type = 0, .fd = -1};
  struct iovec part = {data, sizeof data};
  struct msghdr message = {.parts = &part, .part_count = 1, .control = &rights,
                           .control_length = ONE_RIGHT};
  long connection = call4(accept4, socket, 0, 0, SOCK_CLOEXEC | SOCK_NONBLOCK);
  if (connection < 0) return connection;
  long count = call3(recvmsg, connection, &message, MSG_CMSG_CLOEXEC);
  call1(close, connection);
  if (count < 0) return count;
  int given = message.control_length >= ONE_RIGHT && rights.type == SCM_RIGHTS;
  return given ? rights.fd : -EIO;
}

static void unblock(int fd) {
  long flags = call3(fcntl, fd, F_GETFL, 0);
  if (flags >= 0) call3(fcntl, fd, F_SETFL, flags | O_NONBLOCK);
}

static struct failure get_buffers(struct terminal *t) {
  long memory =
      call6(mmap, 0, 2 * ROOM, PROT_READ_WRITE, MAP_PRIVATE_ANONYMOUS, -1, 0);
  if (memory < 0 && memory > -4096) return (struct failure){"mmap", memory};
  t->input.bytes = (char *)memory;
  t->output.bytes = (char *)memory + ROOM;
  return (struct failure){0, 0};
}

struct failure receive_master(struct reaper *r) {
  struct terminal *t = &r->terminal;
  long master = receive_descriptor(t->socket);
  call1(close, t->socket);
  call3(unlinkat, r->folder, "console", 0);
  t->socket = -1;
  if (master < 0) return (struct failure){"receive console", master};
  t->master = (int)master;
  t->peer = (int)call3(ioctl, master, TIOCGPTPEER, O_RDWR | O_NOCTTY | O_CLOEXEC);
  if (t->peer < 0) return (struct failure){"TIOCGPTPEER", t->peer};
  t->in = 0;
  t->out = 1;
  unblock(t->master);
  unblock(t->in);
  unblock(t->out);
  return get_buffers(t);
}

void resize(struct terminal *t, int columns, int rows) {
  struct winsize size = {(u16)rows, (u16)columns, 0, 0};
  if (t->master >= 0) call3(ioctl, t->master, TIOCSWINSZ, &size);
}

static int is_empty(const struct buffer *b) { return b->from == b->to; }

static void watch(struct pollfd *p, int fd, int events) {
  p->fd = events ? fd : -1; /* where nothing is waited for, a hangup must not wake either */
  p->events = (short)events;
  p->revents = 0;
}

/* What is to be waited for. */
void prepare(struct terminal *t, struct pollfd *polls) {
  int can_read = is_empty(&t->output);
  int can_write = !is_empty(&t->input);
  watch(&polls[POLL_IN], t->in, can_write ? 0 : POLLIN);
  watch(&polls[POLL_OUT], t->out, can_read ? 0 : POLLOUT);
  watch(&polls[POLL_MASTER], t->master, (can_read ? POLLIN : 0) | (can_write ? POLLOUT : 0));
}

/* Bytes read; 0 at the end; a negative errno. */
static long fill(int fd, struct buffer *b) {
  if (fd < 0) return -EAGAIN;
  long count = call3(read, fd, b->bytes, ROOM);
  b->from = 0;
  b->to = count > 0 ? (int)count : 0;
  return count;
}

/* Writes what it can, and drops what fails, as on a full disk; whether nobody will ever read. */
static int flush(int fd, struct buffer *b) {
  while (!is_empty(b)) {
    long count = fd < 0 ? b->to - b->from : call3(write, fd, b->bytes + b->from, b->to - b->from);
    if (count == -EAGAIN || count == -EINTR) return 0;
    b->from = count < 0 ? b->to : b->from + (int)count;
    if (count == -EPIPE) return 1;
  }
  return 0;
}

static void close_input(struct terminal *t) {
  call1(close, t->in);
  t->in = -1;
}

static void carry_input(struct terminal *t) {
  if (is_empty(&t->input)) {
    long count = fill(t->in, &t->input);
    if (count == 0) close_input(t);
  }
  flush(t->master, &t->input); /* EIO: nobody has the terminal open, and what is typed is lost */
}

static void show(struct terminal *t) {
  if (!flush(t->out, &t->output)) return;
  call1(close, t->out);
  t->out = -1;
}

static void carry_output(struct terminal *t) {
  if (is_empty(&t->output)) fill(t->master, &t->output);
  show(t);
}

void relay(struct terminal *t) {
  carry_input(t);
  carry_output(t);
}

/* What was shown before the end; whether some of it is still to be written. */
static int show_rest(struct terminal *t) {
  while (t->out >= 0) {
    show(t);
    if (!is_empty(&t->output)) return 1;
    if (t->rest <= 0) return 0;
    long count = fill(t->master, &t->output);
    if (count <= 0) return 0;
    t->rest -= (int)count;
  }
  return 0;
}

/*
 * Writes the rest while somebody reads it. Whether anybody does is only seen once our own reading
 * end is closed, so a reader that is just away gets a moment to come back first.
 */
static void linger(struct terminal *t) {
  int let_go = 0;
  struct pollfd p = {t->out, POLLOUT, 0};
  while (show_rest(t)) {
    struct timespec patience = {let_go ? 600 : 2, 0};
    if (call5(ppoll, &p, 1, &patience, 0, SIGSET_SIZE) != 0) continue;
    if (let_go) return;
    call1(close, t->held);
    let_go = 1;
  }
}

/*
 * After the container's end. What cannot be written at once is left to a child, because the end of
 * this process is what tells the daemon of the container's.
 */
void drain(struct terminal *t) {
  t->rest = LAST_WORDS;
  if (!show_rest(t)) return;
  if (call5(clone, SIGCHLD, 0, 0, 0, 0) == 0) linger(t);
}
