package io.felucca.reaper;

/**
 * Who is there: one line of four numbers. What may follow is the exit.
 *
 * @param pid of the container's process; 0 while it is being made
 * @param started its start time, which makes the number unmistakable
 * @param supervisor the number of the process beside it
 * @param supervisorStarted its start time
 */
record State(int pid, long started, int supervisor, long supervisorStarted) {
  static State parse(String text) {
    String[] fields = text.lines().findFirst().orElse("").strip().split(" ");
    return new State(
        Integer.parseInt(fields[0]),
        Long.parseLong(fields[1]),
        Integer.parseInt(fields[2]),
        Long.parseLong(fields[3]));
  }

  @Override
  public String toString() {
    return pid + " " + started + " " + supervisor + " " + supervisorStarted + "\n";
  }
}
