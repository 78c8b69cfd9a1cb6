/*
 * One process beside each process of a container: see reaper.c for what it does.
 *
 * There is no C library and no heap. All state is in one struct on the stack of begin(), so that an
 * idle reaper has touched a page or two of its own.
 */
#ifndef FELUCCA_REAPER_H
#define FELUCCA_REAPER_H

#include "sys.h"

/* The descriptors that the daemon gives. Those that it does not give are closed at first. */
enum {
  STATUS = 3,     /* pipe to the daemon: one line about how the launch went */
  HOLD_STDIN = 4, /* writing end of the FIFO that the container reads */
  HOLD_STDOUT = 5,
  HOLD_STDERR = 6, /* reading ends of the FIFOs that it writes */
  WORD = 7,        /* pipe from the daemon, only for a command that waits for it: see stand_by() */
  LAST_GIVEN = WORD
};

struct buffer {
  char *bytes;
  int from;
  int to;
};

struct terminal {
  int socket; /* where the runtime sends the master; -1 once it has */
  int master; /* -1 without a terminal */
  int peer;   /* keeps the master from hanging up while no process has the terminal open */
  int in;     /* -1 after its end */
  int out;    /* -1 once it is broken: output is thrown away then */
  int held;   /* the reading end of out, where that is a FIFO */
  struct buffer input;
  struct buffer output;
  int rest; /* how much is still carried after the container's end */
};

struct reaper {
  int folder;
  int held_stdin; /* -1 where there is none, or not any more */
  int own_stdin;  /* the container's end while it is not known whether to hold the other; or -1 */
  int with_terminal;
  int standing_by; /* the command has no word of what to run yet */
  char **command;
  char **environment;
  int pid; /* of the container's process */
  u64 started;
  u64 own_started; /* this process itself; 0 before it is asked for */
  int signals;
  int control;
  struct terminal terminal;
  char console[64]; /* the path of the socket, as the runtime is told it */
};

/* A step failed: which call, and its negative errno. name is 0 where all is well. */
struct failure {
  const char *name;
  long error;
};

/* text.c: each returns where it stopped */
char *put_text(char *to, const char *text);
char *put_number(char *to, u64 number);
u64 get_number(const char **from);
int same(const char *a, const char *b);
/* Reads a small file completely and ends it with a 0; the length, or a negative errno. */
long read_small(int folder, const char *name, char *to, int room);

/* record.c */
struct failure record_state(struct reaper *r);
/* The line of the file state, which ends with a 0; its end. */
char *put_state(char *to, struct reaper *r);
struct failure record_exit(struct reaper *r, int wait_status);
struct failure read_pid(struct reaper *r);
u64 start_time(int pid);
int exit_code(int wait_status);

/* launch.c: the wait status of the runtime's command, 0 for one that has done all but end */
struct failure run_command(struct reaper *r, int *wait_status);
/* reaper.c: while the command, a child of that number, waits for its process file */
void stand_by(struct reaper *r, long command);
/* After a failure: ends whatever the command has left running. */
void clean_up(void);

/* terminal.c */
struct failure open_console(struct reaper *r);
struct failure receive_master(struct reaper *r);
void resize(struct terminal *t, int columns, int rows);
enum { POLL_IN, POLL_MASTER, POLL_OUT, POLL_COUNT };
void prepare(struct terminal *t, struct pollfd *polls);
void relay(struct terminal *t);
void drain(struct terminal *t);

#endif
