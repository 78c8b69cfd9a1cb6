/* The kernel enters with argc, argv and the environment on the stack, and no return address. */
#if defined(__x86_64__)
__asm__(
    ".globl _start\n"
    "_start:\n"
    "  xor %ebp,%ebp\n"
    "  mov %rsp,%rdi\n"
    "  and $-16,%rsp\n"
    "  call begin\n");
#elif defined(__aarch64__)
__asm__(
    ".globl _start\n"
    "_start:\n"
    "  mov x29, #0\n"
    "  mov x30, #0\n"
    "  mov x0, sp\n"
    "  bl begin\n");
#endif
