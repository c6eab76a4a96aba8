package dev.actionbus.standalone;

import dev.actionbus.standalone.cli.ActionBusCommand;
import io.quarkus.runtime.annotations.QuarkusMain;

/** The program: everything in one process, and the command line. */
@QuarkusMain
public final class Main {

    private Main() {}

    public static void main(String[] args) {
        QuietLogs.set();
        System.exit(ActionBusCommand.run(args));
    }
}
