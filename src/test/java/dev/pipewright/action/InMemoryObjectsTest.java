package dev.pipewright.action;

class InMemoryObjectsTest extends ObjectStoreContract {
    @Override
    protected ObjectStore store() {
        return new InMemoryObjects();
    }
}
