/* Numbers and strings, as far as the records need them. */
#include "reaper.h"

/* The compiler may call these two for copies and initial values, library or not. */
__attribute__((used)) void *memset(void *to, int value, u64 length) {
  for (u64 i = 0; i < length; i++) ((u8 *)to)[i] = (u8)value;
  return to;
}

__attribute__((used)) void *memcpy(void *to, const void *from, u64 length) {
  for (u64 i = 0; i < length; i++) ((u8 *)to)[i] = ((const u8 *)from)[i];
  return to;
}

char *put_text(char *to, const char *text) {
  while (*text) *to++ = *text++;
  *to = 0;
  return to;
}

char *put_number(char *to, u64 number) {
  char digits[20];
  int count = 0;
  do {
    digits[count++] = (char)('0' + number % 10);
    number /= 10;
  } while (number);
  while (count) *to++ = digits[--count];
  *to = 0;
  return to;
}

u64 get_number(const char **from) {
  u64 number = 0;
  while (**from >= '0' && **from <= '9') number = number * 10 + (u64)(*(*from)++ - '0');
  return number;
}

int same(const char *a, const char *b) {
  while (*a && *a == *b) a++, b++;
  return *a == *b;
}

long read_small(int folder, const char *name, char *to, int room) {
  long fd = call4(openat, folder, name, O_RDONLY | O_CLOEXEC, 0);
  if (fd < 0) return fd;
  long count = call3(read, fd, to, room - 1);
  to[count < 0 ? 0 : count] = 0;
  call1(close, fd);
  return count;
}
