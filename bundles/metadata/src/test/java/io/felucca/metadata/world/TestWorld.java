package io.felucca.metadata.world;

import io.felucca.api.content.ContentStore;
import io.felucca.api.event.Event;
import io.felucca.api.event.EventExchange;
import io.felucca.api.filter.Filter;
import io.felucca.api.snapshot.Snapshotter;
import io.felucca.content.LocalContentStore;
import io.felucca.events.Exchange;
import io.felucca.metadata.MetadataService;
import java.lang.annotation.Annotation;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** A daemon's metadata over a real content store and a snapshotter {@code copy}, in one folder. */
public final class TestWorld implements AutoCloseable {
  public final Plugins plugins = new Plugins();
  public final Exchange exchange = new Exchange();
  public final ContentStore content;
  public final CopySnapshotter snapshotter;
  public final MetadataService metadata;
  private final MetadataService.Config config;
  private final BlockingQueue<Event> events = new LinkedBlockingQueue<>();

  public TestWorld(Path root) {
    this(root, "shared");
  }

  public TestWorld(Path root, String policy) {
    this(root, policy, true);
  }

  /**
   * @param hasty whether changes need not be on disk at once
   */
  TestWorld(Path root, String policy, boolean hasty) {
    content = new LocalContentStore(root.resolve("content"));
    snapshotter = new CopySnapshotter(root.resolve("copy"));
    content.start();
    snapshotter.start();
    plugins.put(ContentStore.KIND, "content", content);
    plugins.put(Snapshotter.KIND, "copy", snapshotter);
    exchange.subscribe(Filter.ALL, events::add);
    plugins.put(EventExchange.KIND, EventExchange.ID, exchange);
    config = config(root, policy, hasty);
    metadata = new MetadataService(config, plugins);
    metadata.start();
  }

  /** Another instance over the same store and plugins, as it comes up to replace the first. */
  public MetadataService successor() {
    MetadataService next = new MetadataService(config, plugins);
    next.start();
    return next;
  }

  private static MetadataService.Config config(Path root, String policy, boolean hasty) {
    return new MetadataService.Config() {
      @Override
      public String plugin_root() {
        return root.resolve("metadata").toString();
      }

      @Override
      public String content_sharing_policy() {
        return policy;
      }

      @Override
      public boolean no_sync() {
        return hasty;
      }

      @Override
      public Class<? extends Annotation> annotationType() {
        return MetadataService.Config.class;
      }
    };
  }

  /** So many events, in order, as {@code namespace topic payload}. */
  public List<String> events(int count) throws InterruptedException {
    List<String> seen = new ArrayList<>();
    while (seen.size() < count) {
      Event event = events.poll(120, TimeUnit.SECONDS);
      if (event == null) {
        throw new AssertionError("only " + seen + " of " + count + " events came");
      }
      seen.add(event.namespace() + " " + event.topic() + " " + event.payload());
    }
    return seen;
  }

  /** The events that have come until now without being asked for. */
  public List<Event> eventsLeft() {
    List<Event> left = new ArrayList<>();
    events.drainTo(left);
    return left;
  }

  @Override
  public void close() {
    metadata.close();
    plugins.closeAll();
  }
}
