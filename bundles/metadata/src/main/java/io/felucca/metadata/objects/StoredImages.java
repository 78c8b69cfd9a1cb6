package io.felucca.metadata.objects;

import io.felucca.api.Descriptor;
import io.felucca.api.Fault;
import io.felucca.api.FieldPaths;
import io.felucca.api.Scope;
import io.felucca.api.event.Events;
import io.felucca.api.filter.Filter;
import io.felucca.api.image.Image;
import io.felucca.api.image.Images;
import io.felucca.metadata.db.Change;
import io.felucca.metadata.db.Database;
import io.felucca.metadata.db.LeaseBook;
import io.felucca.metadata.db.Publisher;
import io.felucca.metadata.db.Space;
import io.felucca.metadata.db.Table;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** The images of each namespace, in the store. */
public final class StoredImages implements Images {
  private final Database database;
  private final Publisher events;
  private final Expiries expiries;

  public StoredImages(Database database, Publisher events, Expiries expiries) {
    this.database = database;
    this.events = events;
    this.expiries = expiries;
  }

  @Override
  public Image get(Scope scope, String name) {
    String namespace = scope.requireNamespace();
    return database.view(world -> existing(world.space(namespace).images(), name));
  }

  private static Image existing(Table<Image> images, String name) {
    return images.get(name).orElseThrow(() -> notFound(name));
  }

  private static Fault notFound(String name) {
    return Fault.notFound("image \"%s\"", name);
  }

  @Override
  public List<Image> list(Scope scope, Filter filter) {
    String namespace = scope.requireNamespace();
    List<Image> matching = new ArrayList<>();
    database.view(
        world -> {
          world.space(namespace).images().each(image -> addIfMatching(image, filter, matching));
          return null;
        });
    return matching;
  }

  private static void addIfMatching(Image image, Filter filter, List<Image> to) {
    if (filter.test(image)) {
      to.add(image);
    }
  }

  @Override
  public Image create(Scope scope, Image image, Instant at) {
    scope.requireNamespace();
    ImageRules.check(image);
    Instant now = at == null ? Instant.now() : at;
    Image created = ImageRules.stored(image, now, now);
    database.change(change -> insert(change, scope, created));
    events.publish(
        scope, "/images/create", new Events.ImageCreate(created.name(), created.labels()));
    return created;
  }

  private Image insert(Change change, Scope scope, Image image) {
    Space space = change.space(scope.namespace());
    Table<Image> images = space.images();
    lease(space, scope, image);
    if (images.has(image.name())) {
      throw Fault.exists("image \"%s\"", image.name());
    }
    images.put(image);
    change.afterCommit(() -> expiries.see(image.labels()));
    return image;
  }

  /** An image that does not expire holds itself; a lease would only delay its end. */
  private static void lease(Space space, Scope scope, Image image) {
    if (image.labels().containsKey(Expiries.LABEL)) {
      space.leaseBook().add(scope, LeaseBook.image(image.name()));
    }
  }

  @Override
  public Image update(Scope scope, Image image, FieldPaths paths, Instant at) {
    scope.requireNamespace();
    if (image.name().isEmpty()) {
      throw Fault.invalid("image name is required for update");
    }
    Instant now = at == null ? Instant.now() : at;
    Image updated = database.change(change -> replace(change, scope, image, paths, now));
    events.publish(
        scope, "/images/update", new Events.ImageUpdate(updated.name(), updated.labels()));
    return updated;
  }

  private Image replace(Change change, Scope scope, Image given, FieldPaths paths, Instant now) {
    Space space = change.space(scope.namespace());
    Table<Image> images = space.images();
    Image old = existing(images, given.name());
    Image updated = ImageRules.updated(old, given, paths);
    ImageRules.check(updated);
    Image stored = ImageRules.stored(updated, old.createdAt(), now);
    lease(space, scope, stored);
    images.put(stored);
    change.afterCommit(() -> expiries.see(stored.labels()));
    return stored;
  }

  @Override
  public void delete(Scope scope, String name, Descriptor target) {
    String namespace = scope.requireNamespace();
    database.change(change -> remove(change, change.space(namespace), scope, name, target));
    events.publish(scope, "/images/delete", new Events.ImageDelete(name));
  }

  private static Image remove(
      Change change, Space space, Scope scope, String name, Descriptor target) {
    Table<Image> images = space.images();
    Image image = existing(images, name);
    if (target != null
        && target.digest() != null
        && !target.digest().equals(image.target().digest())) {
      throw Fault.notFound(
          "image \"%s\" has target %s, not %s", name, image.target().digest(), target.digest());
    }
    images.delete(name);
    space.leaseBook().remove(scope, LeaseBook.image(name));
    change.deleted();
    return image;
  }
}
