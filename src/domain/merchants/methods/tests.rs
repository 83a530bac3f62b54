//! Methods and the catalogue, on small ones made for each test.
