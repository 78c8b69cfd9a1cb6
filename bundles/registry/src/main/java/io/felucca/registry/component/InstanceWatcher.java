package io.felucca.registry.component;

/** Hears of instances that come and go by themselves; called on the thread of the service event. */
public interface InstanceWatcher {
  /** The service of an instance is there that was waited for in vain before. */
  void arrived(long number);

  /** The service of an instance goes, and nobody here asked for it; it is gone on return. */
  void lost(long number);
}
