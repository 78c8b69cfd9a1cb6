/*
 * The first process of a pod: holds its namespaces and does nothing.
 *
 * Where the pod has a process namespace it is process 1 there, so it takes up what other processes
 * leave behind. SIGTERM and SIGINT end it with status 0. They have to be blocked and waited for:
 * what a process 1 has no handler for never reaches it.
 *
 * There is no C library; each architecture has its own numbers of system calls.
 */
enum { SIG_BLOCK = 0, SIGINT = 2, SIGTERM = 15, SIGCHLD = 17, WNOHANG = 1, ANY = -1 };
enum { SIGSET_SIZE = 8 };

#if defined(__x86_64__)
enum { SYS_rt_sigprocmask = 14, SYS_wait4 = 61, SYS_rt_sigtimedwait = 128, SYS_exit_group = 231 };

static long syscall4(long n, long a, long b, long c, long d) {
  long result;
  register long r10 __asm__("r10") = d;
  __asm__ volatile("syscall"
                   : "=a"(result)
                   : "a"(n), "D"(a), "S"(b), "d"(c), "r"(r10)
                   : "rcx", "r11", "memory");
  return result;
}
#elif defined(__aarch64__)
enum { SYS_exit_group = 94, SYS_rt_sigprocmask = 135, SYS_rt_sigtimedwait = 137, SYS_wait4 = 260 };

static long syscall4(long n, long a, long b, long c, long d) {
  register long x8 __asm__("x8") = n;
  register long x0 __asm__("x0") = a;
  register long x1 __asm__("x1") = b;
  register long x2 __asm__("x2") = c;
  register long x3 __asm__("x3") = d;
  __asm__ volatile("svc #0" : "+r"(x0) : "r"(x8), "r"(x1), "r"(x2), "r"(x3) : "memory");
  return x0;
}
#else
#error "no system call numbers for this architecture"
#endif

static void reap(void) {
  while (syscall4(SYS_wait4, ANY, 0, WNOHANG, 0) > 0) {
  }
}

__attribute__((noreturn)) void _start(void) {
  unsigned long wanted = 1UL << (SIGCHLD - 1) | 1UL << (SIGTERM - 1) | 1UL << (SIGINT - 1);
  syscall4(SYS_rt_sigprocmask, SIG_BLOCK, (long)&wanted, 0, SIGSET_SIZE);
  for (;;) {
    reap(); /* also those that ended before the signals were blocked */
    long signal = syscall4(SYS_rt_sigtimedwait, (long)&wanted, 0, 0, SIGSET_SIZE);
    if (signal == SIGTERM || signal == SIGINT) syscall4(SYS_exit_group, 0, 0, 0, 0);
  }
}
