package dev.actionbus.executor.handler.http;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;

/** Finds the addresses of a host name. Called once for each connection. */
@FunctionalInterface
interface Resolver {

    /** As this machine resolves names. */
    Resolver SYSTEM = host -> List.of(InetAddress.getAllByName(host));

    /** At least one. */
    List<InetAddress> resolve(String host) throws UnknownHostException;
}
