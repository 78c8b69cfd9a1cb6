package io.felucca.wire.proxy;

import io.felucca.api.Fault;
import io.felucca.api.Scope;
import io.felucca.api.Spans;
import io.grpc.MethodDescriptor;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.regex.Pattern;

/**
 * The process that a plugin of {@code [proxy_plugins]} stands for.
 *
 * <p>Every call is limited: by the caller's deadline, by the configured timeout or else by what is
 * usual for its {@link Effort}. A call of a process that has gone, or that answers nothing at all
 * any more, is given up before that, and one that nobody listens for is not begun. Namespace and
 * lease of the scope go along.
 *
 * <p>What the process answers comes as the {@link Fault} that it means; UNAVAILABLE and
 * DEADLINE_EXCEEDED of the way there name plugin and address.
 */
public final class Proxy implements AutoCloseable {
  private static final Pattern UNKNOWN_LEASE = Pattern.compile("lease\\b.*(not exist|not found).*");

  private final Line line;
  private volatile boolean hasOwnLeases;

  /**
   * Nothing is connected yet.
   *
   * @param id the plugin's ID
   * @param address a unix socket's path, or a port of this machine
   * @param timeout as {@link Spans} reads it; empty for the usual limits
   */
  public Proxy(String id, String address, String timeout) {
    Address to = Address.parse(address);
    this.line = new Line(Connection.to(to), new Faults(id, to), timeout(timeout));
  }

  private static Duration timeout(String text) {
    if (text.isEmpty()) {
      return null;
    }
    return Spans.parse(text)
        .filter(span -> !span.isNegative() && !span.isZero())
        .orElseThrow(() -> Fault.invalid("timeout \"%s\" must be a time such as 30s", text));
  }

  /** A call of one answer. */
  public <Q, R> R call(Scope scope, Effort effort, MethodDescriptor<Q, R> method, Q request) {
    List<R> answers = collect(scope, effort, method, request);
    if (answers.size() != 1) {
      throw Fault.of(
          Fault.Kind.INTERNAL,
          "%s answered with %d messages, not one",
          method.getFullMethodName(),
          answers.size());
    }
    return answers.get(0);
  }

  /** A call of many answers, all of which are there when it returns. */
  public <Q, R> List<R> collect(
      Scope scope, Effort effort, MethodDescriptor<Q, R> method, Q request) {
    return leased(scope, known -> collected(known, effort, method, request));
  }

  private <Q, R> List<R> collected(
      Scope scope, Effort effort, MethodDescriptor<Q, R> method, Q request) {
    List<R> answers = new ArrayList<>(1);
    try (Exchange<Q, R> exchange = line.open(scope, effort, method)) {
      exchange.send(request);
      exchange.sendEnd();
      for (R answer = exchange.next(); answer != null; answer = exchange.next()) {
        answers.add(answer);
      }
    }
    return answers;
  }

  /**
   * A call in which requests and answers take turns, for as long as the caller has time; each
   * single answer is waited for as {@code effort} and configuration say. It goes on when this proxy
   * is closed meanwhile.
   *
   * @param first the first request, which is sent and answered before this returns
   * @param answer gets the first answer
   */
  public <Q, R> Exchange<Q, R> exchange(
      Scope scope, Effort effort, MethodDescriptor<Q, R> method, Q first, Consumer<R> answer) {
    return leased(scope, known -> opened(known, effort, method, first, answer));
  }

  private <Q, R> Exchange<Q, R> opened(
      Scope scope, Effort effort, MethodDescriptor<Q, R> method, Q first, Consumer<R> answer) {
    Exchange<Q, R> exchange = line.openLong(scope, effort, method);
    try {
      answer.accept(exchange.ask(first));
      return exchange;
    } catch (RuntimeException | Error e) {
      exchange.close();
      throw e;
    }
  }

  /** A whole daemon that is used as a plugin has leases of its own and knows none of ours. */
  private <T> T leased(Scope scope, Function<Scope, T> call) {
    if (scope.lease().isEmpty() || hasOwnLeases) {
      return call.apply(scope.withLease(""));
    }
    try {
      return call.apply(scope);
    } catch (Fault fault) {
      if (fault.kind() != Fault.Kind.NOT_FOUND
          || !UNKNOWN_LEASE.matcher(String.valueOf(fault.getMessage())).matches()) {
        throw fault;
      }
      hasOwnLeases = true;
      return call.apply(scope.withLease(""));
    }
  }

  /**
   * A call of one answer that comes when something has happened, limited by the caller's deadline
   * alone. It takes no thread, ends with the process, and goes on when this proxy is closed.
   */
  public <Q, R> CompletableFuture<R> later(Scope scope, MethodDescriptor<Q, R> method, Q request) {
    return line.later(scope.withLease(""), method, request);
  }

  /** What is missing just now, as {@link io.felucca.api.plugin.Plugin#waitsFor} wants it. */
  public String waitsFor() {
    return line.connection().trouble();
  }

  /** Lets go of the connection, which ends with the last that uses it. */
  @Override
  public void close() {
    line.connection().leave();
  }
}
