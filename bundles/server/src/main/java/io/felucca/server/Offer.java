package io.felucca.server;

import io.grpc.BindableService;
import io.grpc.ServerServiceDefinition;

/**
 * Somebody who answers a service. The methods, and with them the messages' classes, are asked for
 * at the first call: at start-up that would cost more than all the rest.
 */
final class Offer implements Comparable<Offer> {
  private final long id;
  private final int ranking;
  private final BindableService service;
  private ServerServiceDefinition definition;

  /**
   * @param id tells it from others
   * @param ranking of several for one name the highest answers
   */
  Offer(long id, int ranking, BindableService service) {
    this.id = id;
    this.ranking = ranking;
    this.service = service;
  }

  long id() {
    return id;
  }

  synchronized ServerServiceDefinition definition() {
    if (definition == null) {
      definition = service.bindService();
    }
    return definition;
  }

  /** The highest first; of equals the eldest. */
  @Override
  public int compareTo(Offer other) {
    int byRanking = Integer.compare(other.ranking, ranking);
    return byRanking != 0 ? byRanking : Long.compare(id, other.id);
  }
}
