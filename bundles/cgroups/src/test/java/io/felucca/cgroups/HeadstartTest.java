package io.felucca.cgroups;

import static org.junit.Assert.assertEquals;
import static org.junit.Assume.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.Test;

public class HeadstartTest {
  private static String groups() throws Exception {
    return Files.readString(Path.of("/proc/self/cgroup"));
  }

  @Test
  public void thisProcessStaysWhereItIs() throws Exception {
    assumeTrue("needs root", "root".equals(System.getProperty("user.name")));
    String before = groups();
    Headstart headstart = new Headstart(Runnable::run);
    headstart.begin();
    headstart.begin();
    assertEquals(before, groups());
  }

  @Test
  public void oneThatIsUnderWayIsEnough() {
    List<Runnable> asked = new ArrayList<>();
    Headstart headstart = new Headstart(asked::add);
    headstart.begin();
    headstart.begin();
    assertEquals(1, asked.size());
    asked.get(0).run();
    headstart.begin();
    assertEquals(2, asked.size());
  }
}
