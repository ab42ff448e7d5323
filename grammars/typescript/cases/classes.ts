export abstract class Session extends Base {
  //                  ^ class Session exported
  private static count = 0;
  //             ^ field count in Session exported
  readonly close = () => 1;
  //       ^ method close in Session exported

  constructor(private readonly name: string) {
    // <- method constructor in Session exported
    // <- field name in Session exported
    super();
  }

  get size(): number {
    //  <- method size in Session exported
    return 1;
  }

  abstract open(): void;
  //       ^ method open in Session exported
}
@Entity("users")
@Tree()
export class User {}
//           ^ class User exported
