package io.felucca.metadata.objects;

import io.felucca.metadata.db.Shared;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;

/**
 * When the next thing expires by itself. The collector notes what it sees in the whole store;
 * writers note what they add; a moment may be noted whose thing is gone already, which costs one
 * look.
 */
public final class Expiries {
  /** On leases and images: an RFC 3339 time. */
  public static final String LABEL = "containerd.io/gc.expire";

  private static final System.Logger LOG = System.getLogger(Expiries.class.getName());

  private final Supplier<Shared> shared;

  /**
   * @param shared asked at the first call: the store may not be open yet
   */
  public Expiries(Supplier<Shared> shared) {
    this.shared = shared;
  }

  private AtomicReference<Instant> upcoming() {
    return shared.get().moment("next expiry");
  }

  private AtomicBoolean known() {
    return shared.get().flag("expiries known");
  }

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

  public void note(Instant moment) {
    upcoming().updateAndGet(next -> next == null || moment.isBefore(next) ? moment : next);
  }

  /** Forgets everything: a walk through the whole store begins, which notes what it sees. */
  public void restart() {
    known().set(true);
    upcoming().set(null);
  }

  /** Whether the store was ever walked through. */
  public boolean isKnown() {
    return known().get();
  }

  public Optional<Instant> next() {
    return Optional.ofNullable(upcoming().get());
  }
}
