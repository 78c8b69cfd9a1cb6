package io.felucca.metadata.objects;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Map;
import java.util.Optional;

/**
 * When the next thing expires by itself. The collector notes what it sees in the whole store;
 * writers note what they add; a moment may be noted whose thing is gone already, which costs one
 * look.
 */
public final class Expiries {
  /** On leases and images: an RFC 3339 time. */
  public static final String LABEL = "containerd.io/gc.expire";

  private static final System.Logger LOG = System.getLogger(Expiries.class.getName());

  private Instant next;
  private boolean known;

  /** The moment that the label says; empty without a label and where it cannot be read. */
  public static Optional<Instant> of(Map<String, String> labels) {
    String text = labels.get(LABEL);
    if (text == null) {
      return Optional.empty();
    }
    try {
      return Optional.of(OffsetDateTime.parse(text).toInstant());
    } catch (DateTimeException e) {
      LOG.log(System.Logger.Level.DEBUG, "ignoring invalid expiration value value={0}", text);
      return Optional.empty();
    }
  }

  /** Something was written with these labels. */
  public void see(Map<String, String> labels) {
    if (labels.containsKey(LABEL)) {
      of(labels).ifPresent(this::note);
    }
  }

  public synchronized void note(Instant moment) {
    if (next == null || moment.isBefore(next)) {
      next = moment;
    }
  }

  /** Forgets everything: a walk through the whole store begins, which notes what it sees. */
  public synchronized void restart() {
    known = true;
    next = null;
  }

  /** Whether the store was ever walked through. */
  public synchronized boolean isKnown() {
    return known;
  }

  public synchronized Optional<Instant> next() {
    return Optional.ofNullable(next);
  }
}
