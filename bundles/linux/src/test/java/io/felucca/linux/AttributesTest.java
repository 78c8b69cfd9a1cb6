package io.felucca.linux;

import static io.felucca.linux.Failures.assertFails;
import static org.junit.Assert.assertEquals;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import org.junit.Rule;
import org.junit.Test;

public class AttributesTest {
  private static final Instant OLD = Instant.ofEpochSecond(-5, 7);
  private static final Instant FAR = Instant.ofEpochSecond(4_000_000_000L, 123_456_789);

  @Rule public final Workplace work = new Workplace();

  @Test
  public void ownerOfLinkIsChangedItself() throws Exception {
    Workplace.needsRoot();
    work.file("f", "");
    Path link = Files.createSymbolicLink(work.path("l"), Path.of("f"));
    Attributes.chown(link, 1234, 4321);
    assertEquals(1234, Stat.of(link).uid());
    assertEquals(4321, Stat.of(link).gid());
    assertEquals(0, Stat.following(link).uid());
    Attributes.chown(link, -1, 5);
    assertEquals(1234, Stat.of(link).uid());
    assertEquals(5, Stat.of(link).gid());
  }

  @Test
  public void largestIdsSurvive() throws Exception {
    Workplace.needsRoot();
    Path file = work.file("f", "");
    Attributes.chown(file, 4294967294L, 4294967294L);
    assertEquals(4294967294L, Integer.toUnsignedLong(Stat.of(file).uid()));
  }

  @Test
  public void permissionsAreExactWhateverTheUmask() throws Exception {
    Path file = work.file("f", "");
    Attributes.chmod(file, 06777);
    assertEquals(06777, Stat.of(file).permissions());
  }

  @Test
  public void linksHaveNoPermissions() throws Exception {
    Files.createSymbolicLink(work.path("l"), Path.of("f"));
    assertFails(Errno.EOPNOTSUPP, () -> Attributes.chmod(work.path("l"), 0600));
  }

  @Test
  public void placeOnlyDescriptorsAreChangedToo() throws Exception {
    Workplace.needsRoot();
    work.file("f", "");
    try (Fd place = Open.path(work.path("f"), Open.O_PATH)) {
      Attributes.chown(place, 7, 8);
      Attributes.chmod(place, 04711);
      Attributes.times(place, null, FAR);
      Stat stat = Stat.of(place);
      assertEquals(7, stat.uid());
      assertEquals(04711, stat.permissions());
      assertEquals(FAR, stat.modified());
    }
  }

  @Test
  public void timesHaveNanosecondsAndMayBeLeft() throws Exception {
    work.file("f", "");
    Attributes.times(Fd.CWD, work.path("f").toString(), OLD, FAR);
    Attributes.times(Fd.CWD, work.path("f").toString(), null, OLD);
    Stat stat = Stat.of(work.path("f"));
    assertEquals(OLD, stat.accessed());
    assertEquals(OLD, stat.modified());
  }

  @Test
  public void timesOfLinkAreItsOwn() throws Exception {
    work.file("f", "");
    Path link = Files.createSymbolicLink(work.path("l"), Path.of("f"));
    Attributes.times(Fd.CWD, link.toString(), null, FAR);
    assertEquals(FAR, Stat.of(link).modified());
    assertEquals(false, FAR.equals(Stat.following(link).modified()));
  }
}
