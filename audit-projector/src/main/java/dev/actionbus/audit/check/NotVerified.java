package dev.actionbus.audit.check;

import java.util.List;

/** Nothing can be exported or proved: what is there is not what was signed. */
public final class NotVerified extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final transient List<Finding> findings;

    NotVerified(List<Finding> findings) {
        super(findings.getFirst().text());
        this.findings = List.copyOf(findings);
    }

    public List<Finding> findings() {
        return findings;
    }
}
