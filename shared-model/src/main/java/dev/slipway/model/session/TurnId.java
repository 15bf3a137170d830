package dev.slipway.model.session;

/// A turn's number in its session, counted from 1: all that the agent does from a delivered prompt until it rests.
public record TurnId(int number) {}
