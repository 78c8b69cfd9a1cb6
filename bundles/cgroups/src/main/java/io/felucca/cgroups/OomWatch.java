package io.felucca.cgroups;

/** Watches one group's memory until it is closed, or the group is gone. */
public interface OomWatch extends AutoCloseable {
  /**
   * Tells now, in the thread of the caller, what has not been told yet. The kernel holds back what
   * it has to tell for up to 10 ms where much happens, and a group may be removed meanwhile: to be
   * called when a process of the group has ended.
   */
  void look();

  @Override
  void close();
}
