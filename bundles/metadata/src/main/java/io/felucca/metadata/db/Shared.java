package io.felucca.metadata.db;

import java.time.Instant;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.ReentrantLock;

/**
 * What the instances that have one store open have in common, while one replaces another: counters,
 * locks, and what the collector must know. It outlives an instance and its bundle, so it is made of
 * Java's own classes alone.
 */
public final class Shared {
  private final ConcurrentMap<String, Object> objects;

  public Shared(ConcurrentMap<String, Object> objects) {
    this.objects = objects;
  }

  public AtomicLong counter(String name) {
    return (AtomicLong) objects.computeIfAbsent(name, any -> new AtomicLong());
  }

  public AtomicBoolean flag(String name) {
    return (AtomicBoolean) objects.computeIfAbsent(name, any -> new AtomicBoolean());
  }

  public ReentrantLock lock(String name) {
    return (ReentrantLock) objects.computeIfAbsent(name, any -> new ReentrantLock());
  }

  /** A set whose monitor guards it. */
  @SuppressWarnings("unchecked")
  public Set<String> names(String name) {
    return (Set<String>) objects.computeIfAbsent(name, any -> new HashSet<String>());
  }

  /** Null at first. */
  @SuppressWarnings("unchecked")
  public AtomicReference<Instant> moment(String name) {
    return (AtomicReference<Instant>)
        objects.computeIfAbsent(name, any -> new AtomicReference<Instant>());
  }
}
