package io.felucca.itests.hotswap;

import io.grpc.Status;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Supplier;

/** Times calls and keeps those that failed. */
final class Meter {
  private volatile Lap lap = new Lap();

  /** What happened between two looks. */
  private static final class Lap {
    final ConcurrentLinkedQueue<Sample> samples = new ConcurrentLinkedQueue<>();
    final ConcurrentLinkedQueue<Failure> failures = new ConcurrentLinkedQueue<>();
  }

  /** One call that ended. */
  record Sample(String call, double millis) {}

  /**
   * One call that failed.
   *
   * @param began when, by {@link System#nanoTime}
   */
  record Failure(String call, Status status, long began) {
    @Override
    public String toString() {
      return call + ": " + status.getCode() + ": " + status.getDescription();
    }
  }

  /** Calls since the look before. */
  record Result(List<Sample> samples, List<Failure> failures) {}

  <T> T time(String call, Supplier<T> work) {
    long began = System.nanoTime();
    try {
      return work.get();
    } catch (RuntimeException e) {
      failed(call, e, began);
      throw e;
    } finally {
      lap.samples.add(new Sample(call, (System.nanoTime() - began) / 1e6));
    }
  }

  void run(String call, Runnable work) {
    time(
        call,
        () -> {
          work.run();
          return null;
        });
  }

  /** A stream that was fine until now. */
  void failed(String call, Throwable why) {
    failed(call, why, System.nanoTime());
  }

  private void failed(String call, Throwable why, long began) {
    lap.failures.add(new Failure(call, Status.fromThrowable(why), began));
  }

  int calls() {
    return lap.samples.size();
  }

  Result take() {
    Lap before = lap;
    lap = new Lap();
    return new Result(List.copyOf(before.samples), List.copyOf(before.failures));
  }
}
