package io.felucca.api.plugin;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertThrows;
import static org.junit.Assert.assertTrue;

import io.felucca.api.Fault;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.junit.Test;

public class CarriedTest {
  private record Asked(CompletableFuture<String> given, Runnable moving) {}

  private final BlockingQueue<Asked> asked = new LinkedBlockingQueue<>();
  private volatile Supplier<CompletableFuture<String>> instance = CompletableFuture::new;
  private final Carried<String> carried = new Carried<>(this::ask, 60_000);

  private CompletableFuture<String> ask(Runnable moving) {
    CompletableFuture<String> given = instance.get();
    asked.add(new Asked(given, moving));
    return given;
  }

  private Asked next() throws InterruptedException {
    Asked next = asked.poll(120, TimeUnit.SECONDS);
    assertTrue("nobody asked", next != null);
    return next;
  }

  private static <T> T result(CompletableFuture<T> future) throws Exception {
    return future.get(120, TimeUnit.SECONDS);
  }

  private static Fault fault(CompletableFuture<?> future) {
    ExecutionException failure = assertThrows(ExecutionException.class, () -> result(future));
    return (Fault) failure.getCause();
  }

  @Test
  public void answerOfTheFirstInstanceIsTheAnswer() throws Exception {
    CompletableFuture<String> answer = carried.begin();
    next().given().complete("exit");
    assertEquals("exit", result(answer));
  }

  @Test
  public void instanceThatGoesIsFollowedByTheNextOneWhileItsAnswerStillCounts() throws Exception {
    CompletableFuture<String> answer = carried.begin();
    Asked first = next();
    first.moving().run();
    Asked second = next();
    first.given().complete("exit");
    assertEquals("exit", result(answer));
    assertThrows(Exception.class, () -> result(second.given()));
    assertTrue(second.given().isCancelled());
  }

  @Test
  public void oldInstanceIsFreeToGoOnceTheNextOneHasBeenAsked() throws Exception {
    CompletableFuture<String> answer = new Carried<>(this::ask, 1).begin();
    Asked first = next();
    first.moving().run();
    Asked second = next();
    assertThrows(CancellationException.class, () -> result(first.given()));
    second.given().completeExceptionally(Fault.unavailable("gone"));
    next().given().complete("exit");
    assertEquals("exit", result(answer));
  }

  @Test
  public void fiftyInstancesMayFollowEachOther() throws Exception {
    CompletableFuture<String> answer = carried.begin();
    for (int i = 0; i < 50; i++) {
      Asked old = next();
      old.moving().run();
      Asked fresh = next();
      old.given().completeExceptionally(Fault.unavailable("gone"));
      assertFalse(answer.isDone());
      asked.add(fresh);
    }
    next().given().complete("exit");
    assertEquals("exit", result(answer));
  }

  @Test
  public void instanceThatDoesNotSayThatItGoesIsFollowedToo() throws Exception {
    CompletableFuture<String> answer = carried.begin();
    next().given().completeExceptionally(new CompletionException(Fault.unavailable("gone")));
    next().given().complete("exit");
    assertEquals("exit", result(answer));
  }

  @Test
  public void whatTheOldInstanceStillKnowsCountsMoreThanThatTheNextOneHasForgotten()
      throws Exception {
    CompletableFuture<String> answer = carried.begin();
    Asked first = next();
    instance =
        () -> {
          asked.add(new Asked(null, null));
          throw Fault.notFound("process e");
        };
    first.moving().run();
    next();
    assertFalse(answer.isDone());
    first.given().complete("exit");
    assertEquals("exit", result(answer));
  }

  @Test
  public void refusalIsTheAnswerWhereNobodyKnowsBetter() throws Exception {
    CompletableFuture<String> answer = carried.begin();
    Asked first = next();
    first.moving().run();
    next().given().completeExceptionally(Fault.notFound("process e"));
    first.given().completeExceptionally(Fault.unavailable("gone"));
    assertEquals(Fault.Kind.NOT_FOUND, fault(answer).kind());
  }

  @Test
  public void whatIsUnavailableForGoodIsGivenUp() throws Exception {
    instance = () -> CompletableFuture.failedFuture(Fault.unavailable("no runtime"));
    assertEquals("no runtime", fault(carried.begin()).getMessage());
    assertTrue(asked.size() > 1);
  }

  @Test
  public void cancellingCancelsWhatWasGiven() throws Exception {
    CompletableFuture<String> answer = carried.begin();
    Asked first = next();
    answer.cancel(false);
    assertTrue(first.given().isCancelled());
    first.moving().run();
    assertEquals(null, asked.poll(50, TimeUnit.MILLISECONDS));
  }
}
