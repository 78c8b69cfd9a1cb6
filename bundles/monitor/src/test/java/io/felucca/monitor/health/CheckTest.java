package io.felucca.monitor.health;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertThrows;

import io.felucca.api.Fault;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.Test;

public class CheckTest {
  private static Check check(Map<String, String> labels) {
    return Check.of(labels, true).orElseThrow();
  }

  private static List<String> command(String test) {
    return check(Map.of(Labels.TEST, test)).command();
  }

  @Test
  public void formsOfDockerAreUnderstood() {
    assertEquals(List.of("a", "b c"), command("[\"CMD\",\"a\",\"b c\"]"));
    assertEquals(List.of("/bin/sh", "-c", "a || b"), command("[\"CMD-SHELL\",\"a || b\"]"));
    assertEquals(List.of("/bin/sh", "-c", "a || b"), command("a || b"));
    assertEquals(List.of("a", "b"), command("[\"a\",\"b\"]"));
  }

  @Test
  public void noneIsNoCheck() {
    for (String none : List.of("[\"NONE\"]", "[]", "NONE")) {
      assertEquals(Optional.empty(), Check.of(Map.of(Labels.TEST, none), true));
    }
    assertEquals(Optional.empty(), Check.of(Map.of(), true));
  }

  @Test
  public void whatIsNotSaidIsAsInDocker() {
    Check check = check(Map.of(Labels.TEST, "true"));
    assertEquals(Duration.ofSeconds(30), check.interval());
    assertEquals(Duration.ofSeconds(30), check.timeout());
    assertEquals(3, check.retries());
    assertEquals(Duration.ZERO, check.startPeriod());
    assertEquals(Duration.ofSeconds(5), check.startInterval());
    assertEquals(OnFailure.NONE, check.onFailure());
  }

  @Test
  public void everyPartHasItsLabel() {
    Check check =
        check(
            Map.of(
                Labels.TEST, "true",
                Labels.INTERVAL, "1m",
                Labels.TIMEOUT, "2s",
                Labels.RETRIES, "5",
                Labels.START_PERIOD, "10s",
                Labels.START_INTERVAL, "0.5s",
                Labels.ON_FAILURE, "restart"));
    assertEquals(Duration.ofMinutes(1), check.interval());
    assertEquals(Duration.ofSeconds(2), check.timeout());
    assertEquals(5, check.retries());
    assertEquals(Duration.ofSeconds(10), check.startPeriod());
    assertEquals(Duration.ofMillis(500), check.startInterval());
    assertEquals(OnFailure.RESTART, check.onFailure());
  }

  @Test
  public void nerdctlsLabelIsUnderstoodUnlessItIsNotWanted() {
    String json =
        "{\"Test\":[\"CMD-SHELL\",\"a\"],\"Interval\":1000000000,\"Timeout\":2000000000,"
            + "\"Retries\":4,\"StartPeriod\":3000000000}";
    Map<String, String> labels = Map.of(Labels.NERDCTL_CHECK, json);
    Check check = check(labels);
    assertEquals(List.of("/bin/sh", "-c", "a"), check.command());
    assertEquals(Duration.ofSeconds(1), check.interval());
    assertEquals(Duration.ofSeconds(2), check.timeout());
    assertEquals(4, check.retries());
    assertEquals(Duration.ofSeconds(3), check.startPeriod());
    assertEquals(Optional.empty(), Check.of(labels, false));
  }

  @Test
  public void ourLabelComesFirst() {
    Map<String, String> labels =
        Map.of(Labels.TEST, "ours", Labels.NERDCTL_CHECK, "{\"Test\":[\"CMD\",\"theirs\"]}");
    assertEquals(List.of("/bin/sh", "-c", "ours"), check(labels).command());
  }

  @Test
  public void whatCannotBeReadIsRefusedWithItsLabel() {
    assertRefused("containerd.io/healthcheck.test: \"[1\" cannot be read", Labels.TEST, "[1");
    assertRefused(
        "containerd.io/healthcheck.interval: \"soon\" is no duration such as 30s",
        Labels.INTERVAL,
        "soon");
    assertRefused("containerd.io/healthcheck.retries: \"x\" cannot be read", Labels.RETRIES, "x");
    assertRefused(
        "containerd.io/healthcheck.on-failure: \"pray\" is none of none, kill, restart",
        Labels.ON_FAILURE,
        "pray");
    for (String odd : List.of("[null]", "[{}]", "[\"CMD\",null]", "[[1,2]]")) {
      assertRefused(
          "containerd.io/healthcheck.test: \"" + odd + "\" cannot be read", Labels.TEST, odd);
    }
    assertRefused("no health check command specified in [\"CMD\"]", Labels.TEST, "[\"CMD\"]");
  }

  private static void assertRefused(String words, String label, String value) {
    Map<String, String> labels = new java.util.HashMap<>(Map.of(Labels.TEST, "true"));
    labels.put(label, value);
    assertEquals(words, assertThrows(Fault.class, () -> check(labels)).getMessage());
  }

  @Test
  public void nerdctlsLabelThatCannotBeReadIsRefused() {
    for (String bad :
        List.of(
            "",
            "[]",
            "{\"Test\":1}",
            "{\"Test\":[null]}",
            "{\"Test\":[\"a\"],\"Interval\":null}",
            "{\"Test\":[\"a\"],\"Retries\":\"x\"}")) {
      Fault fault =
          assertThrows(bad, Fault.class, () -> Check.of(Map.of(Labels.NERDCTL_CHECK, bad), true));
      assertEquals(Fault.Kind.INVALID_ARGUMENT, fault.kind());
    }
  }
}
