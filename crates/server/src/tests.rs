//! The routes, without a network.
