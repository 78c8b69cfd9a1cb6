package io.felucca.linux;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;

public class EpollTest {
  @Rule public final TemporaryFolder folder = new TemporaryFolder();

  @Test
  public void whatIsReadyIsTold() throws LinuxException {
    try (Epoll epoll = Epoll.open();
        EventFd first = EventFd.open();
        EventFd second = EventFd.open()) {
      epoll.add(first.fd(), 1);
      epoll.add(second.fd(), 2);
      second.signal();
      assertEquals(List.of(2L), epoll.await());
      second.take();
      epoll.remove(second.fd());
      second.signal();
      first.signal();
      assertEquals(List.of(1L), epoll.await());
    }
  }

  @Test
  public void changesOfFilesAreTold() throws Exception {
    Path file = folder.newFile().toPath();
    try (Inotify inotify = Inotify.open();
        Epoll epoll = Epoll.open()) {
      epoll.add(inotify.fd(), 7);
      int watch = inotify.add(file, Inotify.IN_MODIFY | Inotify.IN_DELETE_SELF);
      assertEquals(List.of(), inotify.take());
      Files.writeString(file, "x");
      assertEquals(List.of(7L), epoll.await());
      Inotify.Event event = inotify.take().get(0);
      assertEquals(watch, event.watch());
      assertTrue(event.has(Inotify.IN_MODIFY));
      Files.delete(file);
      assertTrue(inotify.take().stream().anyMatch(each -> each.has(Inotify.IN_IGNORED)));
      inotify.remove(watch);
    }
  }
}
