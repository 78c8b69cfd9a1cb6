/*
 * System calls without a C library: their numbers on each architecture, the few structures and
 * constants that are needed (linux/uapi, the same on both unless said), and the call itself.
 *
 * Only calls that both architectures have are used: the "at" forms, clone instead of vfork, ppoll
 * instead of poll. A call returns what the kernel does: a negative errno where it failed.
 */
#ifndef FELUCCA_SYS_H
#define FELUCCA_SYS_H

typedef unsigned char u8;
typedef unsigned short u16;
typedef unsigned int u32;
typedef unsigned long u64;

#if defined(__x86_64__)
enum {
  SYS_read = 0, SYS_write = 1, SYS_close = 3, SYS_mmap = 9, SYS_rt_sigprocmask = 14,
  SYS_ioctl = 16, SYS_getpid = 39, SYS_socket = 41, SYS_recvmsg = 47, SYS_bind = 49,
  SYS_listen = 50, SYS_clone = 56, SYS_execve = 59, SYS_wait4 = 61, SYS_kill = 62, SYS_fcntl = 72,
  SYS_chdir = 80, SYS_getppid = 110, SYS_setsid = 112, SYS_getpriority = 140,
  SYS_setpriority = 141, SYS_sched_setscheduler = 144, SYS_sched_getscheduler = 145,
  SYS_prctl = 157, SYS_clock_gettime = 228,
  SYS_exit_group = 231, SYS_openat = 257, SYS_mknodat = 259, SYS_unlinkat = 263,
  SYS_renameat = 264, SYS_ppoll = 271, SYS_accept4 = 288, SYS_signalfd4 = 289, SYS_dup3 = 292,
  SYS_close_range = 436
};
enum { O_DIRECTORY = 0200000 };

static inline long syscall6(long n, long a, long b, long c, long d, long e, long f) {
  long result;
  register long r10 __asm__("r10") = d;
  register long r8 __asm__("r8") = e;
  register long r9 __asm__("r9") = f;
  __asm__ volatile("syscall"
                   : "=a"(result)
                   : "a"(n), "D"(a), "S"(b), "d"(c), "r"(r10), "r"(r8), "r"(r9)
                   : "rcx", "r11", "memory");
  return result;
}


#elif defined(__aarch64__)
enum {
  SYS_dup3 = 24, SYS_fcntl = 25, SYS_ioctl = 29, SYS_mknodat = 33, SYS_unlinkat = 35,
  SYS_renameat = 38, SYS_chdir = 49, SYS_openat = 56, SYS_close = 57, SYS_read = 63,
  SYS_write = 64, SYS_ppoll = 73, SYS_signalfd4 = 74, SYS_exit_group = 94,
  SYS_clock_gettime = 113, SYS_sched_setscheduler = 119, SYS_sched_getscheduler = 120,
  SYS_kill = 129, SYS_rt_sigprocmask = 135, SYS_setpriority = 140, SYS_getpriority = 141,
  SYS_setsid = 157, SYS_prctl = 167,
  SYS_getpid = 172, SYS_getppid = 173, SYS_socket = 198, SYS_bind = 200, SYS_listen = 201, SYS_recvmsg = 212,
  SYS_clone = 220, SYS_execve = 221, SYS_mmap = 222, SYS_accept4 = 242, SYS_wait4 = 260,
  SYS_close_range = 436
};
enum { O_DIRECTORY = 040000 };

static inline long syscall6(long n, long a, long b, long c, long d, long e, long f) {
  register long x8 __asm__("x8") = n;
  register long x0 __asm__("x0") = a;
  register long x1 __asm__("x1") = b;
  register long x2 __asm__("x2") = c;
  register long x3 __asm__("x3") = d;
  register long x4 __asm__("x4") = e;
  register long x5 __asm__("x5") = f;
  __asm__ volatile("svc #0"
                   : "+r"(x0)
                   : "r"(x8), "r"(x1), "r"(x2), "r"(x3), "r"(x4), "r"(x5)
                   : "memory", "cc");
  return x0;
}


#else
#error "no system call numbers for this architecture"
#endif

#define call0(name) syscall6(SYS_##name, 0, 0, 0, 0, 0, 0)
#define call1(name, a) syscall6(SYS_##name, (long)(a), 0, 0, 0, 0, 0)
#define call2(name, a, b) syscall6(SYS_##name, (long)(a), (long)(b), 0, 0, 0, 0)
#define call3(name, a, b, c) syscall6(SYS_##name, (long)(a), (long)(b), (long)(c), 0, 0, 0)
#define call4(name, a, b, c, d) \
  syscall6(SYS_##name, (long)(a), (long)(b), (long)(c), (long)(d), 0, 0)
#define call5(name, a, b, c, d, e) \
  syscall6(SYS_##name, (long)(a), (long)(b), (long)(c), (long)(d), (long)(e), 0)
#define call6(name, a, b, c, d, e, f) \
  syscall6(SYS_##name, (long)(a), (long)(b), (long)(c), (long)(d), (long)(e), (long)(f))

enum { ENOENT = 2, EINTR = 4, EIO = 5, ECHILD = 10, EAGAIN = 11, EEXIST = 17, EPIPE = 32 };

enum { AT_FDCWD = -100 };
enum {
  O_RDONLY = 0, O_WRONLY = 1, O_RDWR = 2, O_CREAT = 0100, O_NOCTTY = 0400, O_TRUNC = 01000,
  O_APPEND = 02000, O_NONBLOCK = 04000, O_CLOEXEC = 02000000, O_PATH = 010000000
};
enum { S_IFIFO = 0010000 };
enum { F_SETFD = 2, F_GETFL = 3, F_SETFL = 4, F_NOTIFY = 1026, FD_CLOEXEC = 1, DN_RENAME = 0x10 };

enum { SIGKILL = 9, SIGCHLD = 17, SIGIO = 29, SIG_SETMASK = 2, SIGSET_SIZE = 8, SIGNALFD_INFO_SIZE = 128 };
enum { CLONE_VM = 0x100, CLONE_VFORK = 0x4000 };
enum { WNOHANG = 1 };
enum { PRIO_PROCESS = 0, USUAL_PRIORITY = 20, SCHED_OTHER = 0, SCHED_RESET_ON_FORK = 0x40000000 };
enum { PR_SET_PDEATHSIG = 1, PR_SET_NAME = 15, PR_SET_CHILD_SUBREAPER = 36 };
enum { CLOCK_REALTIME = 0 };

enum { POLLIN = 1, POLLOUT = 4, POLLERR = 8, POLLHUP = 16, POLLNVAL = 32 };
struct pollfd {
  int fd;
  short events;
  short revents;
};

struct timespec {
  long seconds;
  long nanoseconds;
};

enum { AF_UNIX = 1, SOCK_STREAM = 1, SOCK_CLOEXEC = O_CLOEXEC, SOCK_NONBLOCK = O_NONBLOCK };
enum { SOL_SOCKET = 1, SCM_RIGHTS = 1, MSG_CMSG_CLOEXEC = 0x40000000 };
struct sockaddr_un {
  u16 family;
  char path[108];
};
struct iovec {
  void *base;
  u64 length;
};
struct msghdr {
  void *name;
  u32 name_length;
  struct iovec *parts;
  u64 part_count;
  void *control;
  u64 control_length;
  u32 flags;
};
struct rights {
  u64 length;
  int level;
  int type;
  int fd;
};
enum { ONE_RIGHT = 20 }; /* without padding: with it there would be room for two */

enum { TIOCSWINSZ = 0x5414, TIOCGPTPEER = 0x5441 };
struct winsize {
  u16 rows;
  u16 columns;
  u16 x;
  u16 y;
};

enum { PROT_READ_WRITE = 3, MAP_PRIVATE_ANONYMOUS = 0x22 };

#endif
