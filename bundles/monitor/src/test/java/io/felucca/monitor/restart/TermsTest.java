package io.felucca.monitor.restart;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertThrows;
import static org.junit.Assert.assertTrue;

import io.felucca.api.Fault;
import io.felucca.api.task.ProcessState;
import io.felucca.api.task.TaskIo;
import io.felucca.api.task.TaskStatus;
import java.util.HashMap;
import java.util.Map;
import org.junit.Test;

public class TermsTest {
  private static Terms terms(String... labels) {
    Map<String, String> map = new HashMap<>();
    for (int i = 0; i < labels.length; i += 2) {
      map.put(labels[i], labels[i + 1]);
    }
    return new Terms(map);
  }

  private static Terms policy(String policy, String... more) {
    Map<String, String> map = new HashMap<>(terms(more).labels());
    map.put(Terms.STATUS, "running");
    map.put(Terms.POLICY, policy);
    return new Terms(map);
  }

  private static ProcessState state(TaskStatus status, int exit) {
    return new ProcessState("c", "", 7, status, new TaskIo("", "", "", false), exit, null);
  }

  @Test
  public void withoutPolicyItAlwaysRestarts() {
    assertTrue(terms(Terms.STATUS, "running").restartsAfter(0));
    assertTrue(policy("always").restartsAfter(0));
    assertTrue(policy("always", Terms.EXPLICITLY_STOPPED, "true").restartsAfter(0));
  }

  @Test
  public void noMeansNo() {
    assertFalse(policy("no").restartsAfter(1));
  }

  @Test
  public void onFailureCountsRestarts() {
    assertFalse(policy("on-failure").restartsAfter(0));
    assertTrue(policy("on-failure", Terms.COUNT, "1000").restartsAfter(1));
    assertTrue(policy("on-failure:2", Terms.COUNT, "1").restartsAfter(1));
    assertFalse(policy("on-failure:2", Terms.COUNT, "2").restartsAfter(1));
    assertFalse(policy("on-failure:-1").restartsAfter(1));
  }

  @Test
  public void unlessStoppedAsksWhetherItWas() {
    assertTrue(policy("unless-stopped").restartsAfter(0));
    assertTrue(policy("unless-stopped", Terms.EXPLICITLY_STOPPED, "false").restartsAfter(0));
    for (String yes : new String[] {"true", "T", "1"}) {
      assertFalse(policy("unless-stopped", Terms.EXPLICITLY_STOPPED, yes).restartsAfter(0));
    }
  }

  @Test
  public void whatIsNoPolicyIsRefused() {
    assertRefused(
        "restart policy \"never\" not supported: known are no, always, on-failure,"
            + " unless-stopped, and on-failure:N",
        policy("never"));
    assertRefused(
        "restart policy \"always:3\" does not support a max retry count: only on-failure does",
        policy("always:3"));
    assertRefused(
        "invalid max retry count: x in restart policy \"on-failure:x\"", policy("on-failure:x"));
    assertRefused(
        "containerd.io/restart.count: \"x\" is no number",
        policy("on-failure:3", Terms.COUNT, "x"));
  }

  private static void assertRefused(String words, Terms terms) {
    assertEquals(words, assertThrows(Fault.class, () -> terms.restartsAfter(1)).getMessage());
  }

  @Test
  public void aTaskThatHasEndedOrIsGoneIsStarted() {
    Terms always = policy("always");
    assertEquals(Verdict.START, Verdict.on(always, null, 0));
    assertEquals(Verdict.START, Verdict.on(always, state(TaskStatus.STOPPED, 0), 0));
    assertEquals(Verdict.START, Verdict.on(always, state(TaskStatus.CREATED, 0), 0));
    for (TaskStatus status :
        new TaskStatus[] {
          TaskStatus.RUNNING, TaskStatus.PAUSED, TaskStatus.PAUSING, TaskStatus.UNKNOWN
        }) {
      assertEquals(Verdict.LEAVE, Verdict.on(always, state(status, 0), 0));
    }
  }

  @Test
  public void howATaskThatIsGoneEndedIsMostlyNotKnown() {
    assertEquals(Verdict.LEAVE, Verdict.on(policy("on-failure"), null, 0));
    assertEquals(Verdict.START, Verdict.on(policy("on-failure"), null, 3));
  }

  @Test
  public void whatShallStopIsStoppedUnlessItHas() {
    Terms stopped = terms(Terms.STATUS, "stopped");
    assertEquals(Verdict.LEAVE, Verdict.on(stopped, null, 0));
    assertEquals(Verdict.LEAVE, Verdict.on(stopped, state(TaskStatus.STOPPED, 0), 0));
    assertEquals(Verdict.STOP, Verdict.on(stopped, state(TaskStatus.RUNNING, 0), 0));
    assertEquals(Verdict.STOP, Verdict.on(stopped, state(TaskStatus.PAUSED, 0), 0));
  }

  @Test
  public void otherWishesAreNone() {
    Terms created = terms(Terms.STATUS, "created");
    assertEquals(Verdict.LEAVE, Verdict.on(created, null, 0));
    assertEquals(Verdict.LEAVE, Verdict.on(created, state(TaskStatus.RUNNING, 0), 0));
  }

  @Test
  public void outputGoesWhereTheUriSays() {
    String uri = "binary:///usr/bin/logger?a=b";
    assertEquals(new TaskIo("", uri, uri, false), terms(Terms.LOG_URI, uri).io(false));
    assertEquals(new TaskIo("", uri, "", true), terms(Terms.LOG_URI, uri).io(true));
    assertEquals(new TaskIo("", "", "", false), terms().io(false));
    assertEquals(new TaskIo("", "file:///dev/null", "", true), terms().io(true));
  }

  @Test
  public void theOldLabelOfALogFileStillCounts() {
    Terms old = terms(Terms.LOG_PATH, "/var/log/x");
    assertEquals(new TaskIo("", "file:///var/log/x", "file:///var/log/x", false), old.io(false));
    Terms both = terms(Terms.LOG_PATH, "/var/log/x", Terms.LOG_URI, "file:///y");
    assertEquals("file:///y", both.io(false).stdout());
  }
}
