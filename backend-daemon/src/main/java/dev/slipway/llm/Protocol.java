package dev.slipway.llm;

/// One language that providers speak. Implemented by the packages below this one, which turn it into an SDK's
/// calls; a client of theirs makes a single attempt, all that is common to the languages is done around it.
public interface Protocol {

    /// A client for the provider. Its requests name the model without the provider's name.
    ModelClient open(Provider provider, Connections connections);

    /// Runs a call through all of its code without any network, so that the classes are there when the first
    /// real call comes. Takes a second or two.
    void rehearse() throws InterruptedException;
}
