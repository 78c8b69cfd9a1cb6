package io.felucca.linux;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertTrue;

import java.io.IOException;
import org.junit.Test;

/** What this process may set is for the kernel to say, with the capability and without. */
public class OomScoreTest {
  private static final String SET = "echo \"$1\" >/proc/self/oom_score_adj";

  private static int set(int score) throws IOException, InterruptedException {
    return new ProcessBuilder("sh", "-c", SET, "sh", Integer.toString(score)).start().waitFor();
  }

  @Test
  public void clippedScoreIsTaken() throws Exception {
    assertEquals(0, set(OomScore.clip(-1000)));
  }

  @Test
  public void scoreIsClippedOnlyWhereItMustBe() throws Exception {
    int own = OomScore.of(Processes.self());
    int lower = Math.max(-1000, own - 1);
    int clipped = OomScore.clip(lower);
    assertTrue(clipped == own || set(lower) == 0);
    assertEquals(1000, OomScore.clip(1000));
  }
}
