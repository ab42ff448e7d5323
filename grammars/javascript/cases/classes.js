export class Queue {
  //         ^ class Queue exported
  static of() {
    //   ^ method of in Queue exported
    return new Queue();
  }
  async *drain() {
    //   ^ method drain in Queue exported
  }
}
